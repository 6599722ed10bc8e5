"""An exhibition for several venues: which works may hang, which are chosen, how diverse they are."""
