// SPDX-License-Identifier: MIT
#include "passthrough/vfio/give.hpp"

#include "base/fd.hpp"
#include "base/format.hpp"
#include "base/table.hpp"

#include <fcntl.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>

namespace exwm_vr::vfio {
namespace {

std::vector<Now> look_all(const Tree& tree, const Journal& journal) {
    std::vector<Now> devices;
    devices.reserve(journal.devices.size());
    for (const auto& before : journal.devices) {
        devices.push_back(look_now(tree, before.address));
    }
    return devices;
}

Result<void> do_all(const Giving& giving, const std::vector<Write>& writes) {
    for (const auto& write : writes) {
        giving.told(write);
        if (giving.dry) {
            continue;
        }
        if (const auto done = giving.writer.write(write); !done) {
            return done;
        }
    }
    return {};
}

Result<void> check(const Giving& giving, const Gpu& gpu, std::span<const std::string> also) {
    const auto users = users_of(giving.tree, gpu.details.nodes);
    if (!users.processes.empty()) {
        return fail("{} is in use: {}", gpu.device.bus, joined(users.processes, "; "));
    }
    if (is_boot_display(gpu) && !giving.boot_display) {
        return fail(
            "{} is the boot display, where the kernel's messages are seen; --boot-display gives it "
            "away all the same",
            gpu.device.bus
        );
    }
    if (users.unseen > 0 && !giving.dry) {
        return fail(
            "{}: whether {} processes use it cannot be seen; this needs root",
            gpu.device.bus,
            users.unseen
        );
    }
    if (const auto others = strangers(gpu, also); !others.empty()) {
        std::vector<std::string> lines;
        lines.reserve(others.size());
        for (const auto& member : others) {
            lines.push_back(describe(member));
        }
        return fail(
            "{} shares IOMMU group {} with what is no part of it: {}",
            gpu.device.bus,
            gpu.details.iommu_group->value.number,
            joined(lines, "; ")
        );
    }
    // The rest is as `vfio status` has it.
    for (const auto& finding : readiness(giving.tree, gpu, std::nullopt)) {
        const bool is_told = finding.id == "in-use" || finding.id == "siblings";
        if (finding.severity == Severity::error && !is_told) {
            return fail("{}: {}", gpu.device.bus, joined(finding.evidence, "; "));
        }
    }
    return {};
}

/// What has to have been bound and is not.
std::vector<std::string> not_taken(const Giving& giving, const Journal& journal) {
    std::vector<std::string> missing;
    for (const auto& now : look_all(giving.tree, journal)) {
        if (now.driver != "vfio-pci") {
            missing.push_back(now.address);
        }
    }
    return missing;
}

Result<void> give_back(const Giving& giving, const JournalFolder& folder, const Journal& journal) {
    const auto devices = look_all(giving.tree, journal);
    if (const auto found = obstacles(journal, devices); !found.empty()) {
        return fail(
            "{} is not given back: {}; remove {} if that is right",
            journal.gpu,
            joined(found, "; "),
            folder.file_of(journal.gpu)
        );
    }
    // The kernel would wait for the virtual machine to end.
    for (const auto& before : journal.devices) {
        const auto users = users_of(giving.tree, vfio_nodes(giving.tree, before.address));
        if (!users.processes.empty()) {
            return fail("{} is in use: {}", before.address, joined(users.processes, "; "));
        }
    }
    if (const auto done = do_all(giving, plan_restore(journal, devices)); !done) {
        return done;
    }
    if (giving.dry) {
        return {};
    }
    std::vector<std::string> left;
    for (const auto& now : look_all(giving.tree, journal)) {
        const auto before = std::ranges::find(journal.devices, now.address, &Before::address);
        if (now.present && now.driver == "vfio-pci" && before->driver != "vfio-pci") {
            left.push_back(now.address);
        }
    }
    if (!left.empty()) {
        return fail("vfio-pci still has {}", joined(left, ", "));
    }
    return folder.remove(journal.gpu);
}

Result<Journal> first_journal(const Giving& giving, const JournalFolder& folder, const Gpu& gpu) {
    auto fresh = journal_of(giving.tree, gpu);
    const auto journals = folder.all();
    if (!journals) {
        return std::unexpected(journals.error());
    }
    for (const auto& old : *journals) {
        if (old.gpu != fresh.gpu) {
            continue;
        }
        // That of before is kept: it knows how things were at first.
        const bool same =
            std::ranges::equal(old.devices, fresh.devices, {}, &Before::address, &Before::address);
        return same ? Result<Journal>(old)
                    : fail(
                          "{} is about other devices: give them back first, by vfio restore",
                          folder.file_of(old.gpu)
                      );
    }
    return fresh;
}

std::unexpected<Error> no_journal(const std::string& address) {
    return fail("{} was not bound by vfio bind: there is no journal of it", address);
}

} // namespace

Result<void> TreeWriter::write(const Write& write) {
    const auto path = tree_.at(write.path);
    const Fd fd(open(path.c_str(), O_WRONLY | O_CLOEXEC | O_NOCTTY | O_NOFOLLOW | O_TRUNC));
    if (!fd) {
        return fail("{}: {}", write.path, std::strerror(errno));
    }
    // At once, as the kernel takes each write for itself.
    const auto written = ::write(fd.get(), write.text.data(), write.text.size());
    if (written != static_cast<ssize_t>(write.text.size())) {
        return fail("{}: {}", write.path, written < 0 ? std::strerror(errno) : "cut short");
    }
    return {};
}

Result<void> give_to_vfio(const Giving& giving, const Gpu& gpu, std::span<const std::string> also) {
    if (const auto ready = check(giving, gpu, also); !ready) {
        return ready;
    }
    if (giving.dry) {
        return do_all(giving, plan_bind(look_all(giving.tree, journal_of(giving.tree, gpu))));
    }
    const auto folder = JournalFolder::open(giving.state);
    if (!folder) {
        return std::unexpected(folder.error());
    }
    const auto journal = first_journal(giving, *folder, gpu);
    if (!journal) {
        return std::unexpected(journal.error());
    }
    if (const auto kept = folder->keep(*journal); !kept) {
        return kept;
    }
    auto done = do_all(giving, plan_bind(look_all(giving.tree, *journal)));
    if (done) {
        if (const auto missing = not_taken(giving, *journal); !missing.empty()) {
            done = fail("vfio-pci did not take {}", joined(missing, ", "));
        }
    }
    if (!done) {
        const auto undone = give_back(giving, *folder, *journal);
        return fail(
            "{}: {}",
            done.error().message,
            undone ? "all is as it was" : "and it could not be undone: " + undone.error().message
        );
    }
    return {};
}

Result<void> take_back(const Giving& giving, const std::string& address) {
    if (!std::filesystem::exists(giving.state)) {
        return no_journal(address);
    }
    const auto folder = JournalFolder::open(giving.state);
    const auto journals = folder ? folder->all() : std::unexpected(folder.error());
    if (!journals) {
        return std::unexpected(journals.error());
    }
    const auto found = std::ranges::find(*journals, address, &Journal::gpu);
    if (found == journals->end()) {
        return no_journal(address);
    }
    return give_back(giving, *folder, *found);
}

Result<std::vector<std::string>> take_all_back(const Giving& giving) {
    if (!std::filesystem::exists(giving.state)) {
        return {};
    }
    const auto folder = JournalFolder::open(giving.state);
    const auto journals = folder ? folder->all() : std::unexpected(folder.error());
    if (!journals) {
        return std::unexpected(journals.error());
    }
    std::vector<std::string> given;
    std::vector<std::string> faults;
    for (const auto& journal : *journals) {
        if (const auto done = give_back(giving, *folder, journal); !done) {
            faults.push_back(done.error().message);
        } else {
            given.push_back(journal.gpu);
        }
    }
    if (!faults.empty()) {
        return fail("{}", joined(faults, "; "));
    }
    return given;
}

} // namespace exwm_vr::vfio
