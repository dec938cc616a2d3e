#include "harness/stack/child_process.hpp"

#include "tests/unit/stack/processes.hpp"
#include "tests/unit/temporary_directory.hpp"

#include <atomic>
#include <csignal>
#include <string>

#include <catch2/catch.hpp>
#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>

namespace limitproof {

namespace {

std::atomic<bool> const never = false;
constexpr duration long_enough = std::chrono::seconds(20);
constexpr duration no_grace{};

std::unique_ptr<child_process> run_shell(temporary_directory const& folder,
                                         std::string const& script) {
  return child_process::start({"shell", {"/bin/sh", "-c", script}, folder.path()}).value();
}

std::string await_line(child_process const& child, std::string const& marker) {
  return child.await_log_line(marker, wait_limit(long_enough, never)).value();
}

pid_t number_after(std::string const& line, std::string const& marker) {
  return static_cast<pid_t>(std::stol(line.substr(line.find(marker) + marker.size())));
}

}  // namespace

TEST_CASE("a child that ends tells its exit status") {
  temporary_directory const folder;
  auto const child = run_shell(folder, "exit 3");

  REQUIRE(child->await_end(long_enough));
  CHECK(child->exited() == "exit status 3");
  child->terminate(no_grace);
  CHECK(child->exited() == "exit status 3");
}

TEST_CASE("a child that was killed tells the signal") {
  temporary_directory const folder;
  auto const child = run_shell(folder, "kill -9 $$");

  REQUIRE(child->await_end(long_enough));
  CHECK(child->exited() == "killed by signal 9");
}

TEST_CASE("a running child has not ended and has no death to tell of") {
  temporary_directory const folder;
  auto const child = run_shell(folder, "exec tail -f /dev/null");

  CHECK_FALSE(child->exited());
  CHECK_FALSE(child->death());
  CHECK_FALSE(child->await_end(no_grace));
}

TEST_CASE("a child's death names it, its status and its last 32 log lines") {
  temporary_directory const folder;
  auto const child = run_shell(
      folder, "i=1; while [ $i -le 40 ]; do echo line $i; i=$((i+1)); done; echo bad >&2; exit 1");

  REQUIRE(child->await_end(long_enough));
  auto const death = child->death();
  REQUIRE(death);
  CHECK(death->code == errc::stack_failed);
  CHECK(death->what.find("shell ended (exit status 1)") == 0);
  CHECK(death->what.find("shell.log") != std::string::npos);
  CHECK(death->what.find("  line 10\n") != std::string::npos);
  CHECK(death->what.find("  line 40\n  bad\n") != std::string::npos);
  CHECK(death->what.find("  line 9\n") == std::string::npos);
}

TEST_CASE("a line is awaited until the child writes its end") {
  temporary_directory const folder;
  auto const child = run_shell(folder, "printf 'port '; echo 4711; exec tail -f /dev/null");

  CHECK(await_line(*child, "port ") == "port 4711");
}

TEST_CASE("what a child says just before it ends is still heard") {
  temporary_directory const folder;
  auto const child = run_shell(folder, "echo last words");

  REQUIRE(child->await_end(long_enough));
  CHECK(await_line(*child, "last") == "last words");
}

TEST_CASE("waiting for a line ends with the child") {
  temporary_directory const folder;
  auto const child = run_shell(folder, "echo no such luck; exit 4");

  auto const line = child->await_log_line("never said", wait_limit(long_enough, never));
  REQUIRE(line.has_error());
  CHECK(line.error().code == errc::stack_failed);
  CHECK(line.error().what.find("exit status 4") != std::string::npos);
  CHECK(line.error().what.find("no such luck") != std::string::npos);
}

TEST_CASE("waiting for a line ends in time and when the user asks to stop") {
  temporary_directory const folder;
  auto const child = run_shell(folder, "exec tail -f /dev/null");

  auto const late = child->await_log_line("never said", wait_limit(no_grace, never));
  REQUIRE(late.has_error());
  CHECK(late.error().code == errc::stack_failed);
  CHECK(late.error().what.find("\"never said\"") != std::string::npos);
  std::atomic<bool> const asked = true;
  auto const stopped = child->await_log_line("never said", wait_limit(long_enough, asked));
  REQUIRE(stopped.has_error());
  CHECK(stopped.error().code == errc::interrupted);
}

TEST_CASE("terminating lets a child finish its work") {
  temporary_directory const folder;
  auto const child =
      run_shell(folder, "trap 'echo goodbye; exit 0' TERM; echo ready; tail -f /dev/null & wait");
  await_line(*child, "ready");

  child->terminate(long_enough);
  CHECK(child->exited() == "exit status 0");
  CHECK(text_of(child->log()) == "ready\ngoodbye\n");
  CHECK_FALSE(is_running(child->pid()));
}

TEST_CASE("a child that ignores SIGTERM is killed after its grace") {
  temporary_directory const folder;
  auto const child = run_shell(folder, "trap '' TERM; echo ready; exec tail -f /dev/null");
  await_line(*child, "ready");

  child->terminate(std::chrono::milliseconds(20));
  CHECK(child->exited() == "killed by signal 9");
}

TEST_CASE("destroying a child ends it and its children, obedient or not") {
  temporary_directory const folder;
  auto child = run_shell(folder,
                         "tail -f /dev/null & echo obedient $!;"
                         "(trap '' TERM; echo armed; exec tail -f /dev/null) & echo stubborn $!;"
                         "wait");
  await_line(*child, "armed");
  auto const obedient = number_after(await_line(*child, "obedient "), "obedient ");
  auto const stubborn = number_after(await_line(*child, "stubborn "), "stubborn ");
  auto const leader = child->pid();
  REQUIRE(is_running(obedient));
  REQUIRE(is_running(stubborn));

  child.reset();
  CHECK_FALSE(is_running(leader));
  CHECK(eventually([&] { return !is_running(obedient); }));
  CHECK(eventually([&] { return !is_running(stubborn); }));
}

TEST_CASE("children left behind by a child that ended are ended with it") {
  temporary_directory const folder;
  auto child = run_shell(folder, "tail -f /dev/null & echo orphan $!");
  REQUIRE(child->await_end(long_enough));
  auto const orphan = number_after(await_line(*child, "orphan "), "orphan ");
  REQUIRE(is_running(orphan));

  child.reset();
  CHECK(eventually([&] { return !is_running(orphan); }));
}

TEST_CASE("a program that does not exist is an error with the reason and leaves no child") {
  temporary_directory const folder;
  auto const child = child_process::start({"node-1", {"/no/such/program"}, folder.path()});

  REQUIRE(child.has_error());
  CHECK(child.error().code == errc::stack_failed);
  CHECK(child.error().what ==
        "starting node-1: /no/such/program: running it failed: No such file or directory");
  CHECK(::waitpid(-1, nullptr, WNOHANG) == -1);
}

TEST_CASE("a log that cannot be written is an error that names it") {
  auto const child = child_process::start({"node-1", {"/bin/true"}, "/no/such/folder"});

  REQUIRE(child.has_error());
  CHECK(child.error().what == "cannot write /no/such/folder/node-1.log: No such file or directory");
}

TEST_CASE("a child inherits neither our files nor our ignored and blocked signals") {
  temporary_directory const folder;
  file_descriptor const ours(::open("/dev/zero", O_RDONLY));
  REQUIRE(ours.is_open());
  sigset_t blocked;
  sigset_t before;
  ::sigemptyset(&blocked);
  ::sigaddset(&blocked, SIGUSR1);
  ::pthread_sigmask(SIG_BLOCK, &blocked, &before);
  auto* const handler = std::signal(SIGPIPE, SIG_IGN);

  // exec: a shell that forks blocks all signals for a moment, and its children would see that.
  auto const child = run_shell(
      folder, "readlink /proc/$$/fd/*; pwd; exec grep -E 'Sig(Blk|Ign)' /proc/self/status");
  REQUIRE(child->await_end(long_enough));
  std::signal(SIGPIPE, handler);
  ::pthread_sigmask(SIG_SETMASK, &before, nullptr);

  auto const log = child->log().string();
  CHECK(text_of(log) == "/dev/null\n" + log + "\n" + log + "\n" + folder.path().string() +
                            "\nSigBlk:\t0000000000000000\nSigIgn:\t0000000000000000\n");
}

TEST_CASE("a child dies when its parent is killed and cannot clean up") {
  temporary_directory const folder;
  // The orphan becomes ours, so that how it ended can be seen.
  REQUIRE(::prctl(PR_SET_CHILD_SUBREAPER, 1) == 0);
  int ends[2];
  REQUIRE(::pipe(ends) == 0);
  auto const parent = ::fork();
  if (parent == 0) {
    auto const child = run_shell(folder, "trap '' TERM; exec tail -f /dev/null");
    auto const pid = child->pid();
    if (::write(ends[1], &pid, sizeof pid) != ssize_t{sizeof pid}) ::_exit(1);
    for (;;) ::pause();
  }
  pid_t orphan = 0;
  REQUIRE(::read(ends[0], &orphan, sizeof orphan) == ssize_t{sizeof orphan});
  ::close(ends[0]);
  ::close(ends[1]);
  REQUIRE(is_running(orphan));

  ::kill(parent, SIGKILL);
  REQUIRE(::waitpid(parent, nullptr, 0) == parent);
  int status = 0;
  CHECK(eventually([&] { return ::waitpid(orphan, &status, WNOHANG) == orphan; }));
  if (is_running(orphan)) ::kill(orphan, SIGKILL);
  CHECK(WIFSIGNALED(status));
  CHECK(WTERMSIG(status) == SIGKILL);
  ::prctl(PR_SET_CHILD_SUBREAPER, 0);
}

TEST_CASE("a paused child does nothing until it is resumed") {
  temporary_directory const folder;
  auto const child = run_shell(folder, "while :; do :; done");
  child->pause();
  REQUIRE(eventually([&] { return state_of(child->pid()).state == 'T'; }));
  CHECK_FALSE(child->exited());

  child->resume();
  CHECK(eventually([&] { return state_of(child->pid()).state == 'R'; }));
}

TEST_CASE("a paused child hears that it is to end") {
  temporary_directory const folder;
  auto const child =
      run_shell(folder, "trap 'echo heard; exit 0' TERM; echo up; while :; do :; done");
  await_line(*child, "up");
  child->pause();

  child->terminate(long_enough);
  CHECK(child->exited() == "exit status 0");
  CHECK(text_of(child->log()) == "up\nheard\n");
}

TEST_CASE("a killed child and its children end without a word") {
  temporary_directory const folder;
  auto const child = run_shell(
      folder, "trap 'echo heard' TERM; tail -f /dev/null & echo up $!; while :; do :; done");
  auto const grandchild = number_after(await_line(*child, "up "), "up ");

  child->kill();
  CHECK(child->exited() == "killed by signal 9");
  CHECK(text_of(child->log()).find("heard") == std::string::npos);
  CHECK(eventually([&] { return !is_running(grandchild); }));
}

TEST_CASE("a child has our environment but for what it is given instead") {
  temporary_directory const folder;
  ::setenv("LIMITPROOF_OURS", "kept", 1);
  ::setenv("LIMITPROOF_OTHER", "replaced", 1);
  child_command command{
      "shell",
      {"/bin/sh", "-c", "echo $LIMITPROOF_OURS $LIMITPROOF_OTHER $LIMITPROOF_NEW"},
      folder.path(),
      {"LIMITPROOF_OTHER=its own", "LIMITPROOF_NEW=new"}};
  auto const child = child_process::start(std::move(command)).value();

  REQUIRE(child->await_end(long_enough));
  CHECK(text_of(child->log()) == "kept its own new\n");
}

}  // namespace limitproof
