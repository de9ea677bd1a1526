<?php
// Waits for the database; makes the site at the first start; brings its tables
// up to the image's version.

mysqli_report(MYSQLI_REPORT_OFF);
wait();

// Somebody else's words would go to somebody else's mailbox.
function wp_new_blog_notification(): void {}

define('WP_INSTALLING', true);
require __DIR__ . '/load.php';
require ABSPATH . 'wp-admin/includes/upgrade.php';

// The mark is written last: a start that was killed begins again.
$wpdb->suppress_errors();
if (get_option('chatiere_made') !== 'yes') make();
if ((int) get_option('db_version') !== $wp_db_version) wp_upgrade();

function make(): void
{
    global $wpdb;
    $language = translation(getenv('LANGUAGE'));
    if ($language !== '') {
        load_default_textdomain($language);
        $GLOBALS['wp_locale'] = new WP_Locale();
    }
    if (!$wpdb->get_var("SELECT COUNT(*) FROM $wpdb->users")) {
        wp_install(getenv('TITLE'), 'admin', getenv('CONTACT'), true, '', getenv('ADMIN_PASSWORD'), $language);
        wp_delete_comment(1, true);
    }
    update_option('permalink_structure', '/%year%/%monthnum%/%postname%/');
    update_option('timezone_string', 'Europe/Paris');
    update_option('comment_moderation', '1');
    update_option('show_avatars', '1');
    update_option('rewrite_rules', '');
    update_option('chatiere_made', 'yes');
}

// The name that WordPress's translators gave a language: fr_FR for fr.
function translation(string $language): string
{
    $known = array_map(fn($file) => basename($file, '.mo'), glob(WP_LANG_DIR . '/{,core/}[a-z]*.mo', GLOB_BRACE));
    $wanted = [$language, $language . '_' . strtoupper($language)];
    foreach ([...$wanted, ...preg_grep("/^{$language}_[A-Z]{2}$/", $known)] as $name) {
        if (in_array($name, $known, true)) return $name;
    }
    return '';
}

// Everything starts at once when the machine boots: the database may take
// longer than we do. Its reason is said once, not at each try.
function wait(): void
{
    for ($try = 0; $try < 120; $try++) {
        $database = @new mysqli(getenv('DB_HOST'), getenv('DB_USER'), getenv('DB_PASSWORD'), getenv('DB_NAME'));
        if (!$database->connect_errno) return;
        if ($try === 0) fwrite(STDERR, "site-start: waiting for the database\n");
        sleep(1);
    }
    fwrite(STDERR, 'site-start: the database has not been ready for two minutes: ' . $database->connect_error . "\n");
    exit(1);
}
