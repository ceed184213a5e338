"""The JSON interface, one module per kind of resource."""
