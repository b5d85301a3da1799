"""Eight clients hand applications in while the web process is killed again and again; nothing acknowledged may be lost."""
