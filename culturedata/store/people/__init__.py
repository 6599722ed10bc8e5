"""What people did, answered and were recommended, kept in audience.db."""
