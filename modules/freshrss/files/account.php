<?php
declare(strict_types=1);

// Accounts through FreshRSS's own classes, as its command line makes them, but
// with the password on standard input. Not tried: written from its source.
require '/var/www/FreshRSS/cli/_cli.php';

$task = $argv[1] ?? '';
$name = $argv[2] ?? '';
if (!FreshRSS_user_Controller::checkUsername($name)) {
	fail('account: letters, digits, _ . @ and - only: ' . $name, 2);
}
$exists = FreshRSS_user_Controller::userExists($name);
$password = in_array($task, ['create', 'reset', 'program'], true) ? trim((string) stream_get_contents(STDIN)) : '';

switch ($task) {
	case 'create':
		// Made again, an account gets this password.
		$done = $exists
			? FreshRSS_user_Controller::updateUser($name, null, $password)
			: FreshRSS_user_Controller::createUser($name, null, $password, ['language' => FreshRSS_Context::systemConf()->language], false);
		break;
	case 'reset':
		$done = $exists && FreshRSS_user_Controller::updateUser($name, null, $password);
		break;
	case 'program':
		// The password of phone applications, which is another one.
		cliInitUser($name);
		$done = FreshRSS_api_Controller::updatePassword($password) === false;
		break;
	case 'close':
	case 'open':
		$done = $exists && FreshRSS_user_Controller::updateUser($name, null, '', ['enabled' => $task === 'open']);
		break;
	case 'erase':
		$done = $exists && FreshRSS_user_Controller::deleteUser($name);
		break;
	default:
		fail('account: not known: ' . $task, 2);
}
invalidateHttpCache(FreshRSS_Context::systemConf()->default_user);
done((bool) $done);
