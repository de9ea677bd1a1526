<?php
// account create|reset|close|export NAME, account list|count
// A password comes on standard input and is never an argument.

use MediaWiki\Auth\AuthManager;
use MediaWiki\Deferred\SiteStatsUpdate;
use MediaWiki\Maintenance\Maintenance;
use MediaWiki\Permissions\UltimateAuthority;
use MediaWiki\Session\SessionManager;
use MediaWiki\User\User;

class Account extends Maintenance
{
    public function __construct()
    {
        parent::__construct();
        $this->addArg('command', 'create, reset, close, export, list or count');
        $this->addArg('name', 'the name of the account', false);
    }

    public function execute(): void
    {
        $commands = ['create' => 'create', 'reset' => 'reset', 'close' => 'close', 'export' => 'export'];
        $command = $this->getArg(0);
        if ($command === 'list') {
            foreach ($this->open() as $user) echo $user->getName(), "\n";
        } elseif ($command === 'count') {
            echo count($this->open()), "\n";
        } elseif (isset($commands[$command])) {
            $this->{$commands[$command]}($this->named((string) $this->getArg(1)));
        } else {
            $this->refuse('use: account create|reset|close|export NAME, account list|count');
        }
    }

    // A second call with the same password changes nothing.
    private function create(User $user): void
    {
        $password = $this->password();
        if ($user->isRegistered()) {
            if (!$this->opens($user, $password)) $this->refuse("the account \"{$user->getName()}\" exists already");
            return;
        }
        $this->agreed($user->checkPasswordValidity($password));
        $manager = $this->getServiceContainer()->getAuthManager();
        $this->agreed($manager->autoCreateUser($user, AuthManager::AUTOCREATE_SOURCE_MAINT, false));
        $this->give($user, $password);
        SiteStatsUpdate::factory(['users' => 1])->doUpdate();
    }

    private function reset(User $user): void
    {
        $this->known($user);
        $this->give($user, $this->password());
    }

    // What the person wrote stays under the account's name. A block says so to
    // others, and nobody knows the new password.
    private function close(User $user): void
    {
        $this->known($user);
        $this->give($user, bin2hex(random_bytes(20)));
        SessionManager::singleton()->invalidateSessionsForUser($user);
        if ($user->getBlock()) return;
        $closer = new UltimateAuthority(User::newSystemUser('Chatière', ['steal' => true]));
        $this->agreed($this->getServiceContainer()->getBlockUserFactory()
            ->newBlockUser($user, $closer, 'infinity', '', ['isCreateAccountBlocked' => true, 'isAutoblocking' => false])
            ->placeBlockUnsafe());
    }

    // MediaWiki's own format of pages, with this person's versions alone.
    private function export(User $user): void
    {
        $this->known($user);
        $actor = $this->getServiceContainer()->getActorStore()->findActorId($user, $this->getReplicaDB());
        $exporter = $this->getServiceContainer()->getWikiExporterFactory()
            ->getWikiExporter($this->getReplicaDB(), WikiExporter::FULL);
        $exporter->setOutputSink(new DumpOutput());
        $exporter->openStream();
        // Its condition is for its heirs only, and its maker gives no heir.
        (fn() => $this->dumpFrom('rev_actor = ' . (int) $actor))->call($exporter);
        $exporter->closeStream();
    }

    private function open(): array
    {
        $users = [];
        $names = $this->getReplicaDB()->newSelectQueryBuilder()
            ->select('user_name')->from('user')->orderBy('user_name')->caller(__METHOD__)->fetchFieldValues();
        foreach ($names as $name) {
            $user = $this->getServiceContainer()->getUserFactory()->newFromName($name);
            if ($user && !$user->isSystemUser() && !$user->getBlock()) $users[] = $user;
        }
        return $users;
    }

    private function opens(User $user, string $password): bool
    {
        $hash = $this->getPrimaryDB()->newSelectQueryBuilder()
            ->select('user_password')->from('user')->where(['user_id' => $user->getId()])->caller(__METHOD__)->fetchField();
        return $this->getServiceContainer()->getPasswordFactory()->newFromCiphertext((string) $hash)->verify($password);
    }

    private function give(User $user, string $password): void
    {
        $this->agreed($user->changeAuthenticationData([
            'username' => $user->getName(), 'password' => $password, 'retype' => $password,
        ]));
    }

    private function named(string $name): User
    {
        $user = $this->getServiceContainer()->getUserFactory()->newFromName($name, 'creatable');
        if (!$user) $this->refuse("\"$name\" can't be the name of an account");
        return $user;
    }

    private function known(User $user): void
    {
        if (!$user->isRegistered()) $this->refuse("there is no account \"{$user->getName()}\"");
    }

    private function password(): string
    {
        $password = rtrim(stream_get_contents(STDIN), "\r\n");
        if (strlen($password) < 10) $this->refuse('the password must have 10 characters at least');
        return $password;
    }

    private function agreed($status): void
    {
        if (!$status->isGood()) $this->refuse(trim($this->getServiceContainer()->getFormatterFactory()
            ->getStatusFormatter(RequestContext::getMain())->getWikiText($status, ['lang' => 'en'])));
    }

    private function refuse(string $reason): never
    {
        fwrite(STDERR, "account: $reason\n");
        exit(1);
    }
}

$maintClass = Account::class;
