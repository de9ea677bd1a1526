<?php
// WordPress without a visit: it believes that its own home page was asked for.

$address = parse_url(getenv('BASE_URL'));
$_SERVER['HTTP_HOST'] = $_SERVER['SERVER_NAME'] = $address['host'];
$_SERVER['HTTP_X_FORWARDED_PROTO'] = 'https';
$_SERVER['REQUEST_METHOD'] = 'GET';
$_SERVER['REQUEST_URI'] = '/';
$_SERVER['REMOTE_ADDR'] = '127.0.0.1';
unset($address);

require '/usr/share/wordpress/wp-load.php';
