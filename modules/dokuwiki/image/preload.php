<?php
// Where this image keeps DokuWiki's settings: what ships with the image and
// what the chaton decided in /etc/dokuwiki, what the wiki's administrators
// change in the volume. Read several times in one request.

if (!defined('DOKU_CONF')) define('DOKU_CONF', '/srv/wiki/conf/');

$config_cascade = [
    'main' => [
        'default' => ['/etc/dokuwiki/dokuwiki.php'],
        'local' => [DOKU_CONF . 'local.php'],
        'protected' => ['/etc/dokuwiki/decided.php'],
    ],
    'license' => [
        'default' => ['/etc/dokuwiki/license.php'],
        'local' => [DOKU_CONF . 'license.local.php'],
    ],
    'manifest' => [
        'default' => ['/etc/dokuwiki/manifest.json'],
        'local' => [DOKU_CONF . 'manifest.local.json'],
    ],
    'mediameta' => [
        'default' => ['/etc/dokuwiki/mediameta.php'],
        'local' => [DOKU_CONF . 'mediameta.local.php'],
    ],
    'plugins' => [
        'default' => ['/etc/dokuwiki/plugins.php'],
        'local' => [DOKU_CONF . 'plugins.local.php'],
        'protected' => ['/etc/dokuwiki/plugins.required.php', '/etc/dokuwiki/plugins.protected.php'],
    ],
];

foreach (['acronyms', 'entities', 'interwiki', 'mime', 'scheme', 'smileys', 'wordblock'] as $name) {
    $config_cascade[$name] = [
        'default' => ["/etc/dokuwiki/$name.conf"],
        'local' => [DOKU_CONF . "$name.local.conf"],
    ];
}
unset($name);
