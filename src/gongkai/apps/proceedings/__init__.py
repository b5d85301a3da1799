"""Reconsideration and lawsuits (行政复议、行政诉讼, `ogi:51`), mapped to the cells of table 四."""
