"""The review app: where people read, check and decide; and the API for all of it."""
