"""What an entry is: its model, its JSON form, its cell, its templates."""
