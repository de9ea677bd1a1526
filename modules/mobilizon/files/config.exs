import Config

# Searches stay here instead of going to search.joinmobilizon.org.
config :mobilizon, :search, global: [is_default_search: false, is_enabled: false]
