"""Reaching people beyond the page: boards, supplies to reading places, the WeChat account."""
