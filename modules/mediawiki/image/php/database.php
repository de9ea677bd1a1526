<?php
// database.php wait | state VERSION | mark VERSION
// What the entrance must know of the database before MediaWiki can be asked.

const MARK = 'chatiere';
mysqli_report(MYSQLI_REPORT_OFF);

$commands = ['wait' => 'wait', 'state' => 'state', 'mark' => 'mark'];
$commands[$argv[1]]($argv[2] ?? '');

// Everything starts at once when the machine boots: the database may take
// longer than we do. Its reason is said once, not at each try.
function wait(): void
{
    for ($try = 0; $try < 120; $try++) {
        if (connect() !== null) return;
        if ($try === 0) fwrite(STDERR, "wiki-start: waiting for the database\n");
        sleep(1);
    }
    fwrite(STDERR, 'wiki-start: the database has not been ready for two minutes: ' . mysqli_connect_error() . "\n");
    exit(1);
}

// Prints "new" (nothing is there), "other" (a wiki of another version) or
// "same".
function state(string $version): void
{
    $database = connect();
    $marked = $database->query("SELECT ul_value FROM updatelog WHERE ul_key = '" . MARK . "'");
    $row = $marked ? $marked->fetch_row() : null;
    if ($row) {
        echo $row[0] === $version ? 'same' : 'other';
        return;
    }
    $accounts = $database->query('SELECT COUNT(*) FROM user');
    if ($accounts && $accounts->fetch_row()[0] > 0) {
        echo 'other';
        return;
    }
    clear($database);
    echo 'new';
}

// An installation that was killed: no account yet, so nothing of anybody's.
function clear(mysqli $database): void
{
    $tables = $database->query('SHOW TABLES')->fetch_all();
    foreach ($tables as [$table]) $database->query("DROP TABLE `$table`");
}

function mark(string $version): void
{
    $database = connect();
    $value = $database->real_escape_string($version);
    if ($database->query("REPLACE INTO updatelog (ul_key, ul_value) VALUES ('" . MARK . "', '$value')")) return;
    fwrite(STDERR, "wiki-start: the database does not take the wiki's version: $database->error\n");
    exit(1);
}

function connect(): ?mysqli
{
    $database = @new mysqli(getenv('DB_HOST'), getenv('DB_USER'), getenv('DB_PASSWORD'), getenv('DB_NAME'));
    return $database->connect_errno ? null : $database;
}
