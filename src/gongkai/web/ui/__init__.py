"""What every page is made of: layouts, components, styles, icons and charts. Nothing here knows an app."""
