<?php
$config['product_name'] = '${title}';
$config['support_url'] = '${help}';
$config['max_message_size'] = '${size}M';

// The gateway speaks TLS with browsers.
$config['use_https'] = true;

// Whoever reads signs in as themselves to send, too.
$config['smtp_user'] = '%u';
$config['smtp_pass'] = '%p';

$config['session_lifetime'] = 30;
$config['login_rate_limit'] = 3;
$config['log_driver'] = 'stdout';
$config['log_logins'] = false;
$config['http_received_header'] = false;

// Nothing of a message loads from elsewhere unless the person asks for it, and
// nobody is told that it was read.
$config['show_images'] = 0;
$config['mdn_requests'] = 2;
$config['enable_spellcheck'] = false;

$config['refresh_interval'] = 60;
$config['prefer_html'] = true;
$config['htmleditor'] = 0;
