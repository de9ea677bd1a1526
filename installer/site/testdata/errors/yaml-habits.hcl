chaton: petitchaton   # ERROR: This place cannot be read
name: Le Petit Chaton # ERROR: This place cannot be read
