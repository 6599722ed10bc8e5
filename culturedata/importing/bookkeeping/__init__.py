"""What an import writes down beside the works: its row, raw records, issues, behaviour."""
