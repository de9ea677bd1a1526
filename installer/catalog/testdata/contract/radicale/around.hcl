# A complete module needs nothing around it.
