"""What a browser is sent: styles, scripts, icons and translations, built from packages at exact versions."""
