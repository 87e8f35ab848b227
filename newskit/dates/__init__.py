"""Dates: their forms, their parts and what they mean; what each generator reads."""
