<?php
// What the chaton decides. Values come from the container's environment, and
// from there only: a request could otherwise bring a header of the same name.

if (!defined('MEDIAWIKI')) exit;

$wgSitename = getenv('TITLE', true);
$wgMetaNamespace = 'Project';
$wgLanguageCode = getenv('LANGUAGE', true);
$wgLocaltimezone = 'Europe/Paris';

$wgServer = getenv('BASE_URL', true);
$wgScriptPath = '';
$wgArticlePath = '/wiki/$1';
$wgUsePathInfo = false;

$wgDBtype = 'mysql';
$wgDBserver = getenv('DB_HOST', true);
$wgDBname = getenv('DB_NAME', true);
$wgDBuser = getenv('DB_USER', true);
$wgDBpassword = getenv('DB_PASSWORD', true);
$wgDBTableOptions = 'ENGINE=InnoDB, DEFAULT CHARSET=binary';
$wgSecretKey = getenv('SECRET_KEY', true);
$wgAuthenticationTokenVersion = '1';
$wgUpgradeKey = false;

// Sessions outlive a restart; what can be made again does not.
$wgMainCacheType = CACHE_ACCEL;
$wgSessionCacheType = CACHE_DB;
$wgParserCacheType = CACHE_DB;
$wgCacheDirectory = '/srv/wiki/cache';
$wgTmpDirectory = '/srv/wiki/tmp';
$wgJobRunRate = 1;

$private = getenv('PRIVATE', true) === 'true';
$wgEnableUploads = true;
$wgUploadDirectory = '/srv/wiki/images';
$wgUploadPath = $private ? '/img_auth.php' : '/images';
$wgFileExtensions = ['png', 'gif', 'jpg', 'jpeg', 'webp', 'svg', 'pdf', 'txt', 'odt', 'ods', 'odp'];
$wgUseImageMagick = false;
$wgSVGNativeRendering = true;

// The team makes the accounts.
$wgGroupPermissions['*']['createaccount'] = false;
$wgGroupPermissions['*']['edit'] = false;
$wgGroupPermissions['*']['read'] = !$private;
$wgGroupPermissions['sysop']['renameuser'] = true;

// No mail leaves this wiki.
$wgEnableEmail = false;
$wgEnableUserEmail = false;
$wgEmergencyContact = $wgPasswordSender = getenv('CONTACT', true);

// Nobody is told where changes come from, and nobody else is asked anything.
$wgPutIPinRC = false;
$wgPingback = false;
$wgUseInstantCommons = false;
$wgAllowExternalImages = false;
$wgEnableDnsBlacklist = false;
$wgSpecialVersionShowHooks = false;

$licenses = [
    'cc-by-sa' => ['https://creativecommons.org/licenses/by-sa/4.0/', 'CC BY-SA 4.0'],
    'cc-by' => ['https://creativecommons.org/licenses/by/4.0/', 'CC BY 4.0'],
    'cc-zero' => ['https://creativecommons.org/publicdomain/zero/1.0/', 'CC0 1.0'],
    'gfdl' => ['https://www.gnu.org/licenses/fdl-1.3.html', 'GNU FDL 1.3'],
];
[$wgRightsUrl, $wgRightsText] = $licenses[getenv('CONTENT_LICENSE', true)] ?? ['', ''];

$wgDefaultSkin = 'vector-2022';
foreach (['MonoBook', 'Timeless', 'Vector'] as $skin) wfLoadSkin($skin);
foreach (['CategoryTree', 'Cite', 'Nuke', 'ParserFunctions', 'TemplateData', 'VisualEditor', 'WikiEditor'] as $extension) {
    wfLoadExtension($extension);
}
unset($private, $licenses, $skin, $extension);
