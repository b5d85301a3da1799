"""Workbooks: read XLSX, XLS, ODS and CSV into what is visible, write a new XLSX or CSV."""
