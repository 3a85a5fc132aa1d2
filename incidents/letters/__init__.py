"""Letters to citizens as text: filling (placeholders), building (blocks → paragraphs), checks (what to look at again).

Nothing here writes. A text is put together in one way only, for the preview, the check and the paper (docs/letters.md).
"""
