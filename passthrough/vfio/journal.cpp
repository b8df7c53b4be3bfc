// SPDX-License-Identifier: MIT
#include "passthrough/vfio/journal.hpp"

#include "passthrough/environment/read_file.hpp"
#include "passthrough/gpu/kernel_text.hpp"

#include <nlohmann/json.hpp>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <cstring>
#include <filesystem>

namespace exwm_vr::vfio {
namespace {

using nlohmann::json;

constexpr const char* format = "exwm-vr vfio journal";
constexpr int version = 1;
constexpr std::size_t most_devices = 256;
constexpr std::string_view prefix = "vfio-";
constexpr std::string_view suffix = ".json";

bool is_driver_name(std::string_view name) {
    return name.size() <= 64 && !name.starts_with('.') && std::ranges::all_of(name, [](char c) {
               return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '_' ||
                      c == '.';
           });
}

Result<Before> read_device(const json& from, std::string_view file) {
    Before device{
        .address = from.at("address").get<std::string>(),
        .driver = from.at("driver").get<std::string>(),
        .override = from.at("override").get<std::string>(),
    };
    const auto vendor = from.at("vendor").get<std::uint64_t>();
    const auto number = from.at("device").get<std::uint64_t>();
    if (!gpu::is_pci_address(device.address)) {
        return fail("{}: {} is no PCI address", file, device.address);
    }
    if (!is_driver_name(device.driver) || !is_driver_name(device.override)) {
        return fail("{}: {} has a driver whose name is none", file, device.address);
    }
    if (vendor > UINT16_MAX || number > UINT16_MAX) {
        return fail("{}: {} has numbers that are none of PCI", file, device.address);
    }
    device.vendor = static_cast<std::uint16_t>(vendor);
    device.device = static_cast<std::uint16_t>(number);
    return device;
}

Result<void> write_all(int fd, std::string_view text, const std::string& file) {
    while (!text.empty()) {
        const auto written = write(fd, text.data(), text.size());
        if (written < 0 && errno != EINTR) {
            return fail("{}: {}", file, std::strerror(errno));
        }
        text.remove_prefix(written > 0 ? static_cast<std::size_t>(written) : 0);
    }
    return {};
}

} // namespace

std::string write_journal(const Journal& journal) {
    json devices = json::array();
    for (const auto& device : journal.devices) {
        devices.push_back({
            {"address", device.address},
            {"vendor", device.vendor},
            {"device", device.device},
            {"driver", device.driver},
            {"override", device.override},
        });
    }
    const json whole{
        {"format", format}, {"version", version}, {"gpu", journal.gpu}, {"devices", devices}
    };
    return whole.dump(2, ' ', false, json::error_handler_t::replace) + '\n';
}

Result<Journal> read_journal(std::string_view text, std::string_view file) {
    if (text.size() > longest_journal) {
        return fail("{}: longer than {} bytes", file, longest_journal);
    }
    try {
        const auto whole = json::parse(text);
        if (whole.at("format") != format || whole.at("version") != version) {
            return fail("{}: it is no journal of this version", file);
        }
        Journal journal{.gpu = whole.at("gpu").get<std::string>()};
        const auto& devices = whole.at("devices");
        if (!gpu::is_pci_address(journal.gpu) || !devices.is_array() || devices.empty() ||
            devices.size() > most_devices) {
            return fail("{}: it names no GPU or no devices", file);
        }
        for (const auto& from : devices) {
            auto device = read_device(from, file);
            if (!device) {
                return std::unexpected(device.error());
            }
            journal.devices.push_back(std::move(*device));
        }
        return journal;
    } catch (const json::exception& error) {
        return fail("{}: {}", file, error.what());
    }
}

Result<JournalFolder> JournalFolder::open(const std::string& path) {
    std::error_code error;
    std::filesystem::create_directories(path, error);
    Fd folder(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!folder) {
        return fail("{}: {}", path, error ? error.message() : std::strerror(errno));
    }
    struct stat status{};
    // Who may write there may have sysfs written as root.
    if (fstat(folder.get(), &status) != 0 || status.st_uid != geteuid() ||
        (status.st_mode & (S_IWGRP | S_IWOTH)) != 0) {
        return fail("{}: others may write there, or it is another user's", path);
    }
    if (flock(folder.get(), LOCK_EX | LOCK_NB) != 0) {
        return fail("{}: another exwm-vr-gpu is at work", path);
    }
    return JournalFolder(path, std::move(folder));
}

std::string JournalFolder::file_of(const std::string& gpu) const {
    return path_ + '/' + std::string(prefix) + gpu + std::string(suffix);
}

Result<std::vector<Journal>> JournalFolder::all() const {
    std::vector<std::string> files;
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator(path_, error)) {
        const auto name = entry.path().filename().string();
        if (name.starts_with(prefix) && name.ends_with(suffix)) {
            files.push_back(entry.path());
        }
    }
    std::ranges::sort(files);
    std::vector<Journal> journals;
    for (const auto& file : files) {
        const auto text = environment::read_file(file, longest_journal);
        if (!text.known() || text.truncated) {
            return fail("{}: it cannot be read", file);
        }
        auto journal = read_journal(text.text, file);
        if (!journal) {
            return std::unexpected(journal.error());
        }
        if (file_of(journal->gpu) != file) {
            return fail("{}: it is about {}", file, journal->gpu);
        }
        journals.push_back(std::move(*journal));
    }
    return journals;
}

Result<void> JournalFolder::keep(const Journal& journal) const {
    const auto file = file_of(journal.gpu);
    const auto name = file.substr(path_.size() + 1);
    const auto unfinished = '.' + name + ".new";
    unlinkat(folder_.get(), unfinished.c_str(), 0); // of a crash
    const Fd fd(openat(
        folder_.get(),
        unfinished.c_str(),
        O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
        0600
    ));
    if (!fd) {
        return fail("{}: {}", file, std::strerror(errno));
    }
    if (const auto written = write_all(fd.get(), write_journal(journal), file); !written) {
        return written;
    }
    if (fsync(fd.get()) != 0 ||
        renameat(folder_.get(), unfinished.c_str(), folder_.get(), name.c_str()) != 0 ||
        fsync(folder_.get()) != 0) {
        return fail("{}: {}", file, std::strerror(errno));
    }
    return {};
}

Result<void> JournalFolder::remove(const std::string& gpu) const {
    const auto file = file_of(gpu);
    if (unlink(file.c_str()) != 0 || fsync(folder_.get()) != 0) {
        return fail("{}: {}", file, std::strerror(errno));
    }
    return {};
}

} // namespace exwm_vr::vfio
