"""Pages of templates and lists (GEN-10): what there is and how it stands, writing the draft, publishing."""
