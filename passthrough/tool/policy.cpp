// SPDX-License-Identifier: MIT
// policy: what levels of trust grant. guests: virtual machines and containers, as described.
#include "base/format.hpp"
#include "base/nearest.hpp"
#include "base/text.hpp"
#include "passthrough/policy/words.hpp"
#include "passthrough/tool/command_line.hpp"
#include "passthrough/tool/guests.hpp"

#include <nlohmann/json.hpp>

#include <memory>
#include <string>

namespace exwm_vr::gpu_tool {

namespace {

using nlohmann::json;
using policy::to_string;

/// Adds --guests FILE, whose argument is the result.
std::shared_ptr<std::string> add_guests_option(CLI::App& command) {
    auto file = std::make_shared<std::string>();
    command.add_option("--guests", *file, "Read guests from FILE, see exwm-vr-guests(5)")
        ->type_name("FILE");
    return file;
}

/// The one of that name, or an error that says which was probably meant.
Result<policy::Guest> find_guest(const policy::Guests& guests, const std::string& name) {
    if (const auto* const guest = guests.find(name)) {
        return *guest;
    }
    std::vector<std::string_view> names;
    for (const auto& guest : guests.guests) {
        names.push_back(guest.name);
    }
    if (const auto near = nearest(name, names); !near.empty()) {
        return fail("no guest is called {}; did you mean {}?", in_quotes(name), in_quotes(near));
    }
    return fail(
        "no guest is called {}{}",
        in_quotes(name),
        names.empty() ? "; none is described, see exwm-vr-guests(5)" : ""
    );
}

json json_of(const policy::Allowance& allowance) {
    json operations = json::array();
    for (const auto& word : policy::operation_words) {
        if (allowance.operations.contains(word.value)) {
            operations.push_back(word.text);
        }
    }
    return {
        {"vram_bytes", allowance.vram_bytes},
        {"compute_percent", allowance.compute_percent},
        {"vulkan", to_string(allowance.vulkan)},
        {"operations", operations},
        {"requests_per_second",
         allowance.requests_per_second ? json(*allowance.requests_per_second) : json()},
    };
}

json json_of(const policy::Guest& guest) {
    return {
        {"name", guest.name},
        {"kind", to_string(guest.kind)},
        {"level", to_string(guest.level)},
        {"access", to_string(guest.access)},
        {"allowance", json_of(guest.allowance)},
        {"priority", guest.priority},
        {"gpus", guest.gpus},
        {"drives_outputs", guest.drives_outputs},
        {"outputs", guest.outputs},
        {"inputs", guest.inputs},
        {"seat", to_string(guest.seat)},
        {"uinput", guest.uinput},
        {"serials", guest.serials},
        {"network", to_string(guest.network)},
        {"image", guest.image.empty() ? json() : json(guest.image)},
        {"command", guest.command},
        {"memory_bytes", guest.memory_bytes ? json(*guest.memory_bytes) : json()},
        {"cpus", guest.cpus ? json(*guest.cpus) : json()},
    };
}

std::string requests(const policy::Allowance& allowance) {
    return allowance.requests_per_second ? std::to_string(*allowance.requests_per_second)
                                         : "unlimited";
}

std::vector<std::string> cells_of(const policy::Allowance& allowance) {
    return {
        policy::size_to_string(allowance.vram_bytes),
        formatted("{} %", allowance.compute_percent),
        std::string{to_string(allowance.vulkan)},
        requests(allowance),
        to_string(allowance.operations),
    };
}

Result<void> show_levels(Context& context, const std::string& file, const std::string& only) {
    const auto guests = read_guests(file);
    if (!guests) {
        return std::unexpected(guests.error());
    }
    Table table({"LEVEL", "VRAM", "COMPUTE", "VULKAN", "REQUESTS/S", "OPERATIONS"});
    json all = json::array();
    for (const auto& word : policy::level_words) {
        if (!only.empty() && word.text != only) {
            continue;
        }
        const auto& allowance = guests->levels[word.value];
        std::vector<std::string> row{std::string{word.text}};
        row.append_range(cells_of(allowance));
        table.add(std::move(row));
        json level = json_of(allowance);
        level["level"] = word.text;
        level["is_default"] = allowance == policy::Levels{}[word.value];
        all.push_back(std::move(level));
    }
    if (context.json()) {
        context.print(all);
    } else {
        context.print(table);
    }
    return {};
}

void print_guests(Context& context, const policy::Guests& guests) {
    if (context.json()) {
        json all = {{"guests", json::array()}, {"notes", guests.notes}};
        for (const auto& guest : guests.guests) {
            all["guests"].push_back(json_of(guest));
        }
        context.print(all);
        return;
    }
    Table table(
        {"NAME", "KIND", "LEVEL", "ACCESS", "VRAM", "COMPUTE", "VULKAN", "REQUESTS/S", "OPERATIONS"}
    );
    for (const auto& guest : guests.guests) {
        std::vector<std::string> row{
            guest.name,
            std::string{to_string(guest.kind)},
            std::string{to_string(guest.level)},
            std::string{to_string(guest.access)}
        };
        row.append_range(cells_of(guest.allowance));
        table.add(std::move(row));
    }
    context.print(table);
    for (const auto& note : guests.notes) {
        context.print_line("Note: " + note);
    }
}

Result<void>
show_guests(Context& context, const std::string& file, const std::string& name, bool check) {
    auto guests = read_guests(file);
    if (!guests) {
        return std::unexpected(std::move(guests).error());
    }
    if (!name.empty()) {
        auto guest = find_guest(*guests, name);
        if (!guest) {
            return std::unexpected(std::move(guest).error());
        }
        guests->guests = {*std::move(guest)};
        guests->notes.clear();
    }
    if (check && !context.json()) {
        context.print_line(formatted("{}: {} guests, no errors", file, guests->guests.size()));
        for (const auto& note : guests->notes) {
            context.print_line("Note: " + note);
        }
        return {};
    }
    print_guests(context, *guests);
    return {};
}

} // namespace

void add_policy_command(CommandLine& line) {
    const auto level = std::make_shared<std::string>();
    const auto file = std::make_shared<std::shared_ptr<std::string>>();
    CLI::App& command = line.add(
        "policy", "Say what levels of trust grant of a GPU", [level, file](Context& context) {
            return show_levels(context, **file, *level);
        }
    );
    std::vector<std::string> words;
    for (const auto& word : policy::level_words) {
        words.emplace_back(word.text);
    }
    command.add_option("level", *level, "Only this level")
        ->type_name("LEVEL")
        ->check(CLI::IsMember(words));
    *file = add_guests_option(command);
}

void add_guests_command(CommandLine& line) {
    struct Options {
        std::string name;
        std::string check;
        std::shared_ptr<std::string> file;
    };

    const auto options = std::make_shared<Options>();
    CLI::App& command = line.add(
        "guests", "List virtual machines and containers as described", [options](Context& context) {
            const bool check = !options->check.empty();
            return show_guests(
                context, check ? options->check : *options->file, options->name, check
            );
        }
    );
    auto* const name =
        command.add_option("name", options->name, "Only this guest")->type_name("NAME");
    options->file = add_guests_option(command);
    command.add_option("--check", options->check, "Look for errors in FILE, and use nothing of it")
        ->type_name("FILE")
        ->excludes(name)
        ->excludes("--guests");
}

} // namespace exwm_vr::gpu_tool
