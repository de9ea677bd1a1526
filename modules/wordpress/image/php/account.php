<?php
// account create NAME [ROLE], account reset|close|export|erase NAME,
// account list|count
// A password comes on standard input and is never an argument.

require __DIR__ . '/load.php';
require ABSPATH . 'wp-admin/includes/user.php';
require ABSPATH . 'wp-admin/includes/export.php';

main($argv[1] ?? '', $argv[2] ?? '', $argv[3] ?? 'author');

function main(string $command, string $name, string $role): void
{
    match ($command) {
        'list' => listAll(),
        'count' => print(count(open_accounts()) . "\n"),
        'create' => create($name, $role),
        'reset' => give(known($name), password()),
        'close' => close(known($name)),
        'export' => export(known($name)),
        'erase' => erase(known($name)),
        default => refuse('use: account create NAME [ROLE], account reset|close|export|erase NAME, account list|count'),
    };
}

// A second call with the same password changes nothing.
function create(string $name, string $role): void
{
    $password = password();
    $existing = get_user_by('login', $name);
    if ($existing) {
        if (wp_check_password($password, $existing->user_pass, $existing->ID)) return;
        refuse("the account \"$name\" exists already");
    }
    if (!validate_username($name) || strlen($name) > 60) refuse('a name has letters, digits, spaces and . _ - @');
    if (!get_role($role)) refuse("there is no role \"$role\"");
    agreed(wp_insert_user(['user_login' => $name, 'user_pass' => $password, 'role' => $role]));
}

function give(WP_User $account, string $password): void
{
    wp_set_password($password, $account->ID);
    WP_Session_Tokens::get_instance($account->ID)->destroy_all();
    WP_Application_Passwords::delete_all_application_passwords($account->ID);
}

// What the person wrote stays under the account's name.
function close(WP_User $account): void
{
    give($account, bin2hex(random_bytes(20)));
    $account->set_role('');
}

// WordPress's own format of posts.
function export(WP_User $account): void
{
    export_wp(['content' => 'post', 'author' => $account->ID]);
}

function erase(WP_User $account): void
{
    global $wpdb;
    $nobody = ['user_id' => 0, 'comment_author' => '', 'comment_author_email' => '', 'comment_author_url' => ''];
    $wpdb->update($wpdb->comments, $nobody, ['user_id' => $account->ID]);
    if (!wp_delete_user($account->ID)) refuse('the account could not be erased');
}

function listAll(): void
{
    foreach (open_accounts() as $account) echo "$account->user_login\n";
}

function open_accounts(): array
{
    return array_filter(get_users(['orderby' => 'login']), fn($account) => $account->roles !== []);
}

function known(string $name): WP_User
{
    return get_user_by('login', $name) ?: refuse("there is no account \"$name\"");
}

function password(): string
{
    $password = rtrim(stream_get_contents(STDIN), "\r\n");
    // WordPress cuts off what a form's password begins or ends with.
    if (strlen($password) < 8 || trim($password) !== $password) refuse('the password must have 8 bytes at least, and no space around');
    return $password;
}

function agreed($result): void
{
    if (is_wp_error($result)) refuse($result->get_error_message());
}

function refuse(string $reason): never
{
    fwrite(STDERR, "account: $reason\n");
    exit(1);
}
