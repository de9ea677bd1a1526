<?php
// What the chaton decides; Debian's wp-config.php reads it. Values come from the
// container's environment, and from there only: a request could otherwise bring
// a header of the same name.

define('DB_NAME', getenv('DB_NAME', true));
define('DB_USER', getenv('DB_USER', true));
define('DB_PASSWORD', getenv('DB_PASSWORD', true));
define('DB_HOST', getenv('DB_HOST', true));
define('DB_CHARSET', 'utf8mb4');

define('WP_HOME', getenv('BASE_URL', true));
define('WP_SITEURL', getenv('BASE_URL', true));
define('WP_CONTENT_DIR', '/var/lib/wordpress/wp-content');
define('WP_CONTENT_URL', getenv('BASE_URL', true) . '/wp-content');
define('WP_ALLOW_MULTISITE', false);
define('FORCE_SSL_ADMIN', true);

foreach (['AUTH', 'SECURE_AUTH', 'LOGGED_IN', 'NONCE'] as $purpose) {
    define($purpose . '_KEY', hash_hmac('sha256', $purpose . ' key', getenv('SECRET_KEY', true)));
    define($purpose . '_SALT', hash_hmac('sha256', $purpose . ' salt', getenv('SECRET_KEY', true)));
}
unset($purpose);

// The image is read-only, has no way out, and brings its updates itself.
define('DISALLOW_FILE_MODS', true);
define('AUTOMATIC_UPDATER_DISABLED', true);
define('WP_HTTP_BLOCK_EXTERNAL', true);
// A job of the service does what WordPress would do at somebody's visit.
define('DISABLE_WP_CRON', true);
define('WP_POST_REVISIONS', 20);
define('WP_DEBUG', false);
