"""The methods of `Case`, a file a concern: each is one transaction over the functions of this package."""
