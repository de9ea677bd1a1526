<?php
/*
 * Plugin Name: Chatière
 * Description: Keeps this site to itself: no page and no part of it asks anything of another site.
 */

// Pictures of people: WordPress would ask Gravatar, with a trace of their e-mail address.
add_filter('pre_get_avatar_data', function (array $arguments): array {
    return ['url' => content_url('mu-plugins/avatar.svg'), 'found_avatar' => true] + $arguments;
});
add_filter('avatar_defaults', fn() => ['mystery' => 'Mystery Person']);

// Pictures instead of emoji letters, from s.w.org.
add_action('init', function (): void {
    foreach (['wp_head' => 7, 'admin_print_scripts' => 10, 'embed_head' => 10] as $hook => $priority) {
        remove_action($hook, 'print_emoji_detection_script', $priority);
    }
    remove_action('wp_print_styles', 'print_emoji_styles');
    remove_action('admin_print_styles', 'print_emoji_styles');
    remove_action('wp_enqueue_scripts', 'wp_enqueue_emoji_styles');
    remove_action('admin_enqueue_scripts', 'wp_enqueue_emoji_styles');
    remove_filter('the_content_feed', 'wp_staticize_emoji');
    remove_filter('comment_text_rss', 'wp_staticize_emoji');
});
add_filter('emoji_svg_url', '__return_false');
add_filter('tiny_mce_plugins', fn($plugins) => array_diff((array) $plugins, ['wpemoji']));

// Fonts from Google.
add_action('init', function (): void {
    if (function_exists('wp_unregister_font_collection')) wp_unregister_font_collection('google-fonts');
}, 20);
add_action('wp_default_styles', function (WP_Styles $styles): void {
    foreach (['open-sans', 'wp-editor-font'] as $name) {
        if (isset($styles->registered[$name])) $styles->registered[$name]->src = false;
    }
}, 20);

// Directories of patterns, blocks and pictures in the editor.
add_filter('should_load_remote_block_patterns', '__return_false');
remove_action('enqueue_block_editor_assets', 'wp_enqueue_editor_block_directory_assets');
add_filter('block_editor_settings_all', fn(array $settings) => ['enableOpenverseMediaCategory' => false] + $settings);

// News, and looks for updates that could not be installed.
add_action('wp_dashboard_setup', function (): void {
    remove_meta_box('dashboard_primary', 'dashboard', 'side');
});
$nothing = fn() => (object) ['last_checked' => time(), 'updates' => [], 'response' => [], 'version_checked' => wp_get_wp_version()];
foreach (['core', 'plugins', 'themes'] as $kind) add_filter("pre_site_transient_update_$kind", $nothing);
remove_action('init', 'wp_schedule_update_checks');
foreach (['wp_version_check', 'wp_update_plugins', 'wp_update_themes'] as $hook) remove_all_actions($hook);
add_filter('site_status_tests', function (array $tests): array {
    unset($tests['async']['background_updates'], $tests['async']['dotorg_communication'], $tests['async']['loopback_requests']);
    return $tests;
});
unset($nothing, $kind, $hook);

// Comments: what was written, and nothing on whoever wrote it.
add_filter('pre_comment_user_ip', '__return_empty_string');
add_filter('pre_comment_user_agent', '__return_empty_string');
if (getenv('COMMENTS', true) !== 'true') add_filter('comments_open', '__return_false');
add_filter('pings_open', '__return_false');
add_filter('pre_option_default_pingback_flag', '__return_zero');
add_filter('pre_option_default_ping_status', fn() => 'closed');
add_filter('xmlrpc_enabled', '__return_false');
remove_action('wp_head', 'rsd_link');
add_filter('wp_headers', function (array $headers): array {
    unset($headers['X-Pingback']);
    return $headers;
});

// No mail leaves this site, so a password can't be sent.
add_filter('pre_wp_mail', '__return_false');
add_filter('lost_password_html_link', '__return_empty_string');
add_filter('allow_password_reset', fn() => is_user_logged_in());
