<?php
return [
	'title' => '${title}',
	'auto_update_url' => '',
	'disable_update' => true,
	'pubsubhubbub_enabled' => false,
	'simplepie_syslog_enabled' => false,
	'allow_robots' => false,
	'allow_referrer' => false,
];
