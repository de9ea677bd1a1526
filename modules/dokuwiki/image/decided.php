<?php
// What the chaton decides: DokuWiki shows these settings and lets nobody
// change them. Values come from the container's environment, and from there
// only: a request could otherwise bring a header of the same name.

$conf['title'] = getenv('TITLE', true) ?: 'Wiki';
$conf['lang'] = getenv('LANGUAGE', true) ?: 'en';
$conf['license'] = str_replace('none', '', getenv('CONTENT_LICENSE', true) ?: '');

$conf['baseurl'] = getenv('BASE_URL', true) ?: '';
$conf['basedir'] = '/';
$conf['userewrite'] = 1;
$conf['savedir'] = '/srv/wiki/data';
$conf['dmode'] = 0750;
$conf['fmode'] = 0640;

$conf['useacl'] = 1;
$conf['authtype'] = 'authplain';
$conf['passcrypt'] = 'bcrypt';
$conf['superuser'] = '@admin';
// No mail leaves this wiki, so a password can't be sent.
$conf['autopasswd'] = 0;
$conf['subscribers'] = 0;
$conf['disableactions'] = getenv('REGISTRATION', true) === 'true' ? 'resendpwd' : 'resendpwd,register';

// The wiki has no way out: looking for names or news would only wait.
$conf['updatecheck'] = 0;
$conf['dnslookups'] = 0;
$conf['fetchsize'] = 0;
$conf['jquerycdn'] = 0;
$conf['allowdebug'] = 0;
