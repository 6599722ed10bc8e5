"""Mappings of standards that several sources share: from a record as nested dicts to the common shape."""
