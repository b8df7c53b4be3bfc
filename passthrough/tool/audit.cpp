// SPDX-License-Identifier: MIT
// audit: what guests were refused.
#include "base/fd.hpp"
#include "base/format.hpp"
#include "passthrough/audit/log.hpp"
#include "passthrough/audit/reader.hpp"
#include "passthrough/policy/words.hpp"
#include "passthrough/tool/command_line.hpp"

#include <nlohmann/json.hpp>

#include <sys/inotify.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <memory>
#include <system_error>

namespace exwm_vr::gpu_tool {

namespace {

struct Options {
    std::string file;
    std::string guest;
    bool follow = false;
};

/// Wakes when something in a folder changes.
class Watch {
public:
    [[nodiscard]] static Result<Watch> of(const std::filesystem::path& folder) {
        Watch watch;
        watch.fd_.reset(inotify_init1(IN_CLOEXEC));
        constexpr auto events = IN_MODIFY | IN_CREATE | IN_MOVED_TO;
        if (!watch.fd_ || inotify_add_watch(watch.fd_.get(), folder.c_str(), events) < 0) {
            return fail("{}: {}", folder.string(), std::generic_category().message(errno));
        }
        return watch;
    }

    [[nodiscard]] Result<void> wait() const {
        alignas(inotify_event) std::array<char, 65536> events{};
        while (read(fd_.get(), events.data(), events.size()) < 0) {
            if (errno != EINTR) {
                return fail("waiting for the log: {}", std::generic_category().message(errno));
            }
        }
        return {};
    }

private:
    Fd fd_;
};

void print(Context& context, const audit::Record& record) {
    if (context.json()) {
        context.out() << audit::to_line(record);
        return;
    }
    context.print_line(formatted(
        "{} {} ({}) {}{}: {}{}",
        audit::time_to_string(record.time_ns),
        record.guest,
        policy::to_string(record.level),
        record.event,
        record.reason.empty() ? "" : " by " + record.reason,
        record.what,
        audit::asker_to_string(record)
    ));
}

Result<void> show(Context& context, const Options& options) {
    const auto file = options.file.empty()
                          ? audit::default_file([](const char* name) { return std::getenv(name); })
                          : std::filesystem::absolute(options.file);
    if (file.empty()) {
        return fail("neither XDG_STATE_HOME nor HOME is set: name a file by --file");
    }
    // Watched before it is read: what comes in between wakes as well.
    auto watch = options.follow ? Watch::of(file.parent_path()) : Result<Watch>{};
    if (!watch) {
        return std::unexpected(std::move(watch).error());
    }
    audit::Reader reader(file);
    std::uint64_t damaged = 0;
    while (true) {
        auto done = reader.read([&](const audit::Record& record) {
            if (options.guest.empty() || record.guest == options.guest) {
                print(context, record);
            }
        });
        if (!done) {
            return done;
        }
        if (!context.json() && reader.damaged() != damaged) {
            damaged = reader.damaged();
            context.print_line(formatted("Note: {} lines are no records and left out.", damaged));
        }
        if (!options.follow) {
            return {};
        }
        if (!context.out().flush()) {
            return fail("cannot write the output");
        }
        if (auto woken = watch->wait(); !woken) {
            return woken;
        }
    }
}

} // namespace

void add_audit_command(CommandLine& line) {
    const auto options = std::make_shared<Options>();
    CLI::App& command =
        line.add("audit", "Say what guests were refused", [options](Context& context) {
            return show(context, *options);
        });
    command.add_option("--file", options->file, "Read FILE instead of this user's log")
        ->type_name("FILE");
    command.add_option("--guest", options->guest, "Only this guest's")->type_name("NAME");
    command.add_flag("--follow", options->follow, "Go on with what comes, until interrupted");
}

} // namespace exwm_vr::gpu_tool
