"""Applications for disclosure (依申请公开, `ogi:27`–`ogi:45`): applicants, applications, their events, parts, letters, fees."""
