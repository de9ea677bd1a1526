# ERROR: One block "chaton" is needed | One block "contact" is needed
