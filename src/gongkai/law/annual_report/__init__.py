"""The yearly report of disclosure work (政府信息公开工作年度报告, `ogi:49`, `ogi:50`): forms, figures, checks, text."""
