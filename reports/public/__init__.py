"""The pages that anyone may see, read from the register and from editions only."""
