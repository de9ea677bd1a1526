<?php
// Writes Shaarli's settings: all of them at the first start, and at each start
// those that the chaton decides. The rest belongs to who holds the account.

chdir('/usr/share/shaarli');
require '/usr/share/shaarli/autoload.php';
require 'application/Utils.php';

use Shaarli\Config\ConfigManager;

$config = new ConfigManager();

if (!$config->exists('credentials.login')) {
    $salt = bin2hex(random_bytes(20));
    $name = getenv('NAME');
    $config->set('credentials.login', $name);
    $config->set('credentials.salt', $salt);
    $config->set('credentials.hash', sha1(getenv('PASSWORD') . $name . $salt));
    $config->set('api.enabled', true);
    $config->set('api.secret', bin2hex(random_bytes(16)));
    $config->set('general.timezone', 'Europe/Paris');
    $config->set('general.header_link', '/');
    $config->set('security.session_protection_disabled', false);
    $config->set('privacy.default_private_links', false);
}

$private = getenv('PRIVATE') === 'true';
$config->set('general.title', getenv('TITLE'));
$config->set('general.root_url', getenv('BASE_URL'));
$config->set('privacy.hide_public_links', $private);
$config->set('privacy.force_login', $private);

// The page is asked for by whoever adds a link, never by a visitor's browser.
$titles = getenv('TITLES') === 'true';
$config->set('general.enable_async_metadata', $titles);
$config->set('general.retrieve_description', false);
$config->set('thumbnails.mode', 'none');
$config->set('updates.check_updates', false);

// A rename: Shaarli must never find half of its settings.
$file = $config->getConfigFileExt();
$config->setConfigFile('/var/lib/shaarli/data/new');
$config->write(true);
if (!rename('/var/lib/shaarli/data/new.json.php', $file)) exit(1);
