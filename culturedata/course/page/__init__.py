"""Home pages: what a page finds, which rows it is made of, and what its weights weigh."""
