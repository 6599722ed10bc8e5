"""What a slate shows besides what is relevant: the unlike, the little known, all of a taste."""
