// SPDX-License-Identifier: MIT
#include "passthrough/environment/machine_probe.hpp"
#include "passthrough/environment/questions.hpp"
#include "passthrough/environment/read_file.hpp"
#include "passthrough/environment/record.hpp"
#include "passthrough/environment/report.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

namespace exwm_vr::environment {
namespace {

/// A folder that stands for the machine's root, gone at the end.
class Root {
public:
    Root() {
        std::string pattern = (std::filesystem::temp_directory_path() / "environment-XXXXXX");
        REQUIRE(mkdtemp(pattern.data()) != nullptr);
        path_ = pattern;
    }

    Root(const Root&) = delete;
    Root& operator=(const Root&) = delete;

    ~Root() { std::filesystem::remove_all(path_); }

    [[nodiscard]] std::filesystem::path at(const std::string& path) const { return path_ / path; }

    void write(const std::string& path, std::string_view text) const {
        std::filesystem::create_directories(at(path).parent_path());
        std::ofstream(at(path), std::ios::binary) << text;
    }

    [[nodiscard]] Answer ask(const Question& question) const {
        return MachineProbe(path_.string()).ask(question);
    }

private:
    std::filesystem::path path_;
};

Answer known(std::string text) {
    return {.state = Answer::State::known, .text = std::move(text)};
}

const Answer absent{.state = Answer::State::absent};

/// A record with one answer.
Truth one(const Condition& condition, const Answer& answer) {
    Record record;
    record.add(condition.of.front(), answer);
    Replay replay(record);
    return apply({.name = "rule", .id = "id", .when = {condition}}, replay).truth;
}

TEST_CASE("whatever lies where a file should be is answered for", "[environment]") {
    const Root root;
    root.write("plain", "text\n");
    root.write("huge", std::string(longest_answer + 1, 'x'));
    root.write("binary", std::string("\0\xff\xfe\n", 4));
    std::filesystem::create_symlink("loop", root.at("loop"));
    std::filesystem::create_symlink("nowhere", root.at("dangling"));
    std::filesystem::create_directory(root.at("folder"));
    REQUIRE(mkfifo(root.at("pipe").c_str(), 0600) == 0);

    CHECK(root.ask(file("/plain")) == known("text\n"));
    CHECK(root.ask(file("/missing")) == absent);
    CHECK(root.ask(file("/plain/below")) == absent);
    CHECK(root.ask(file("/dangling")) == absent);
    CHECK(root.ask(file("/binary")).text.size() == 4);
    const auto huge = root.ask(file("/huge"));
    CHECK(huge.truncated);
    CHECK(huge.text.size() == longest_answer);
    CHECK(root.ask(file("/loop")).state == Answer::State::failed);
    CHECK(root.ask(file("/folder")).state == Answer::State::failed);
    // Waiting for its other end would take for ever.
    CHECK(root.ask(file("/pipe")).state == Answer::State::failed);
    CHECK(root.ask(there("/loop")).known());
    CHECK(root.ask(there("/missing")) == absent);
    CHECK(root.ask(names_in("/", "h")) == known("huge\n"));
    CHECK(root.ask(names_in("/plain", "")) == absent);
    CHECK(root.ask(link_of("/dangling")) == known("nowhere"));
    CHECK(!root.ask(link_of("/plain")).known());
    CHECK(root.ask(slice("/plain", "1+2")) == known("ex"));
    CHECK(root.ask(slice("/plain", "9+2")) == known(""));
    CHECK(root.ask(slice("/plain", "x")).state == Answer::State::failed);
    CHECK(root.ask(slice("/huge", "0+99999")).state == Answer::State::failed);
}

/// An ordinary user for a while, where this is root, who may read everything.
class OrdinaryUser {
public:
    OrdinaryUser() {
        constexpr uid_t nobody = 65534;
        is_one = was_ != 0 || seteuid(nobody) == 0;
    }

    OrdinaryUser(const OrdinaryUser&) = delete;
    OrdinaryUser& operator=(const OrdinaryUser&) = delete;

    ~OrdinaryUser() {
        if (seteuid(was_) != 0) {
            std::abort();
        }
    }

    bool is_one = false;

private:
    uid_t was_ = geteuid();
};

TEST_CASE("what may not be read is denied, not absent", "[environment]") {
    const Root root;
    root.write("secret/file", "text");
    std::filesystem::permissions(root.at(""), std::filesystem::perms::all);
    std::filesystem::permissions(root.at("secret"), std::filesystem::perms::none);
    {
        const OrdinaryUser user;
        if (!user.is_one) {
            SKIP("root may not become an ordinary user here");
        }
        CHECK(root.ask(file("/secret/file")).state == Answer::State::denied);
        CHECK(root.ask(there("/secret/file")).state == Answer::State::denied);
        CHECK(root.ask(names_in("/secret", "")).state == Answer::State::denied);
    }
    std::filesystem::permissions(root.at("secret"), std::filesystem::perms::owner_all);
}

TEST_CASE("a machine without /proc and /sys is examined all the same", "[environment]") {
    const Root root;
    MachineProbe probe(root.at("").string());
    const auto report = examine(probe);
    CHECK(report.containers.state == State::unknown);
    CHECK(report.privileges.machine_root == Truth::unknown);
}

TEST_CASE("a /proc full of rubbish is examined all the same", "[environment]") {
    const Root root;
    const std::string rubbish = GENERATE(
        std::string(longest_answer * 2, 'x'),
        std::string(1000, '\0'),
        std::string("\n\n\n: : :\n - - -\n"),
        std::string("\xff\xfe\x80 - overlay"),
        std::string("Uid:\nCapEff:\tzzz\nTracerPid:\t../../etc\n")
    );
    for (const auto* name :
         {"proc/self/status",
          "proc/self/mountinfo",
          "proc/self/cgroup",
          "proc/self/uid_map",
          "proc/1/comm",
          "proc/1/environ",
          "proc/version",
          "proc/sysinfo",
          "proc/cpuinfo",
          "sys/class/dmi/id/sys_vendor",
          "sys/hypervisor/properties/features",
          "run/.containerenv",
          "run/host/container-manager"}) {
        root.write(name, rubbish);
    }
    root.write("sys/bus/pci/devices/a/vendor", rubbish);
    root.write("sys/bus/pci/devices/a/device", rubbish);
    std::filesystem::create_directories(root.at("proc/self/ns"));
    std::filesystem::create_symlink("pid:[12x]", root.at("proc/self/ns/pid"));
    MachineProbe probe(root.at("").string());
    Recorder recorder(probe);
    const auto report = examine(recorder);
    CHECK(!report.privileges.uid);
    const auto record = Record::parse(recorder.record().to_json(), "rubbish");
    CHECK(record);
}

TEST_CASE("a line of a file is found by its beginning", "[environment]") {
    const auto status = known("Uid:\t0\t1\nvendor_id\t: GenuineIntel\nSeccomp_filters:\t3\n");
    CHECK(field_of(status, "Uid:") == known("0\t1"));
    CHECK(field_of(status, "vendor_id") == known("GenuineIntel"));
    CHECK(field_of(status, "Seccomp:") == absent);
    CHECK(field_of(absent, "Uid:") == absent);
    // It may have been in what was cut off.
    auto cut = status;
    cut.truncated = true;
    CHECK(field_of(cut, "Seccomp:").state == Answer::State::failed);
}

TEST_CASE("of the mounts on a place the last one counts", "[environment]") {
    const auto mounts = known(
        "22 1 8:1 / / rw shared:1 - ext4 /dev/sda1 rw\n"
        "23 22 0:5 / /proc rw - proc proc rw\n"
        "30 22 0:9 /x / rw,relatime - overlay overlay rw,lowerdir=/a\n"
        "31 22 0:9 / /proc/cpuinfo rw - fuse.lxcfs lxcfs rw\n"
    );
    CHECK(mount_of(mounts, "/") == known("overlay overlay rw,lowerdir=/a"));
    CHECK(mount_of(mounts, "/proc") == known("proc proc rw"));
    CHECK(mount_of(mounts, "/pro") == absent);
    CHECK(mount_of(known("1 2 3 4 /"), "/") == absent);
}

TEST_CASE("a variable is found among others", "[environment]") {
    const auto environ = known(std::string("A=1\0container=\0containers=x\0", 29));
    CHECK(variable_of(environ, "container") == known(""));
    CHECK(variable_of(environ, "contain") == absent);
}

TEST_CASE("what is cut off or cannot be read makes a rule unknown", "[environment]") {
    const Condition contains{.of = {file("/f")}, .match = Match::contains, .text = "x"};
    const Condition lacks{.of = {file("/f")}, .match = Match::lacks, .text = "x"};
    const Answer cut{.state = Answer::State::known, .text = "abc", .truncated = true};
    CHECK(one(contains, known("axb")) == Truth::yes);
    CHECK(one(contains, known("abc")) == Truth::no);
    CHECK(one(contains, cut) == Truth::unknown);
    CHECK(one(contains, absent) == Truth::no);
    CHECK(one(contains, {.state = Answer::State::denied}) == Truth::unknown);
    CHECK(one(contains, {.state = Answer::State::unasked}) == Truth::unknown);
    CHECK(one(lacks, known("abc")) == Truth::yes);
    CHECK(one(lacks, cut) == Truth::unknown);
    CHECK(one(lacks, absent) == Truth::yes);
    const Condition bit{.of = {cpuid("0x1")}, .match = Match::bit, .number = 95};
    CHECK(one(bit, known("")) == Truth::unknown);
    CHECK(one(bit, known(std::string(11, '\0') + "\x80")) == Truth::yes);
    CHECK(one(bit, known(std::string(12, '\0'))) == Truth::no);
}

TEST_CASE("an identifier is 64 digits, no fewer", "[environment]") {
    const Condition docker{.of = {file("/f")}, .match = Match::long_id, .text = "/docker/"};
    CHECK(one(docker, known("0::/docker/" + std::string(64, 'a'))) == Truth::yes);
    CHECK(one(docker, known("0::/docker/" + std::string(63, 'a'))) == Truth::no);
    CHECK(one(docker, known("/docker/x/docker/" + std::string(64, '7') + "/x")) == Truth::yes);
}

TEST_CASE("managers go by the names that they give themselves", "[environment]") {
    CHECK(manager_called("").empty());
    CHECK(manager_called("lxc-libvirt") == "lxc");
    CHECK(manager_called("oci") == "container-other");
    CHECK(manager_called("something-new") == "container-other");
    for (const auto* name :
         {"lxc",
          "systemd-nspawn",
          "docker",
          "podman",
          "crio",
          "rkt",
          "wsl",
          "proot",
          "pouch",
          "zone"}) {
        CHECK(manager_called(name) == name);
    }
}

TEST_CASE("a record says what is wrong with it", "[environment]") {
    const auto message = [](std::string_view text) {
        const auto record = Record::parse(text, "file.json");
        return record ? "" : record.error().message;
    };
    const std::string head = R"({"format": "exwm-vr environment", "version": 1, )";
    CHECK(message(head + R"("answers": {}})").empty());
    CHECK(message("").starts_with("file.json: parse error"));
    CHECK(message("{").starts_with("file.json: parse error"));
    CHECK(message("\xff").starts_with("file.json: parse error"));
    CHECK(message("[]").contains("no record of an environment"));
    CHECK(message(R"({"format": 7})").contains("no record of an environment"));
    CHECK(message(R"({"format": "exwm-vr environment", "version": 2})").contains("'version'"));
    CHECK(message(std::string(100'000, '[')).contains("nested too deeply"));
    CHECK(message(head + R"("other": 1})").contains("'other' is unknown"));
    CHECK(message(head + R"("otherwise": {"state": "so"}})").contains("'so' is not one of"));
    CHECK(message(head + R"("answers": []})").contains("'answers'"));
    CHECK(message(head + R"("answers": {"a b": 7}})").contains("answers: 'a b': it is neither"));
    CHECK(message(head + R"("answers": {"a": {}}})").contains("none of 'text'"));
    CHECK(message(head + R"("answers": {"a": {"hex": "0"}}})").contains("pairs"));
    CHECK(message(head + R"("answers": {"a": {"hex": "0G"}}})").contains("pairs"));
    CHECK(
        message(head + R"("answers": {"a": {"text": "", "truncated": 1}}})").contains("truncated")
    );
    CHECK(message(head + R"("answers": {"a": ")" + std::string(longest_answer + 1, 'x') + R"("}})")
              .contains("more than"));
    CHECK(message(std::string(longest_record + 1, ' ')).contains("longer than"));
}

TEST_CASE("all kinds of answers come back from a record", "[environment]") {
    Record record;
    const std::vector<std::pair<Question, Answer>> answers{
        {file("/text"), known("zwei\nZeilen ä")},
        {file("/bytes"), known(std::string("\xff\0\x01", 3))},
        {file("/cut"), {.state = Answer::State::known, .text = "a", .truncated = true}},
        {file("/absent"), absent},
        {file("/denied"), {.state = Answer::State::denied}},
        {file("/failed"), {.state = Answer::State::failed, .text = "why"}},
    };
    for (const auto& [question, answer] : answers) {
        record.add(question, answer);
    }
    const auto again = Record::parse(record.to_json(), "again");
    REQUIRE(again);
    for (const auto& [question, answer] : answers) {
        CHECK(again->answer(question) == answer);
    }
    CHECK(again->answer(file("/other")).state == Answer::State::unasked);
}

TEST_CASE("evidence is one short line whatever was read", "[environment]") {
    CHECK(shown(known("Linux\n")) == "Linux");
    CHECK(shown(known("a\nb\n")) == "a b");
    CHECK(shown(known(std::string("linux,kvm\0", 10))) == "linux,kvm");
    CHECK(shown(known("\x1b[31m")) == "1b5b33316d");
    CHECK(shown(known(std::string(500, 'x'))).size() < 90);
    CHECK(shown(absent) == "absent");
    CHECK(shown({.state = Answer::State::failed, .text = "why"}) == "failed: why");
}

} // namespace
} // namespace exwm_vr::environment
