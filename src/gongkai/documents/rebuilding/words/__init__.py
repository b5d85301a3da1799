"""Word documents: read the accepted, visible text of a DOCX, write a new DOCX."""
