"""Places, people and services as the API shows and takes them."""
