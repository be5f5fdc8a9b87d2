"""From the text of an article to draft claims, for a person to confirm.

Reads articles (files or texts) and the reference tables. Returns drafts: claims in the codebook's columns, each with
the characters of its evidence and a confidence. Refuses files that hold no text, one by one, and writes nothing among
the coded articles: that is for the person who reviews.
"""
