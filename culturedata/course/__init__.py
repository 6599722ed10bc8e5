"""One exercise per file; its pages are in docs/course/."""
