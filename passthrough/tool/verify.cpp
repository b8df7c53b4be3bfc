// SPDX-License-Identifier: MIT
// verify: whether a guest has what was planned. recommend: what to run it in. doctor: all of it.
#include "passthrough/launch/verify.hpp"

#include "base/fd.hpp"
#include "base/format.hpp"
#include "passthrough/environment/machine_probe.hpp"
#include "passthrough/environment/read_file.hpp"
#include "passthrough/environment/report.hpp"
#include "passthrough/gpu/choose.hpp"
#include "passthrough/launch/read_host.hpp"
#include "passthrough/launch/recommend.hpp"
#include "passthrough/launch/seats.hpp"
#include "passthrough/tool/findings.hpp"
#include "passthrough/tool/guests.hpp"

#include <nlohmann/json.hpp>

#include <sys/socket.h>
#include <sys/un.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <iostream>
#include <memory>

namespace exwm_vr::gpu_tool {

namespace {

using nlohmann::json;

constexpr std::size_t most_plan = 1U << 20U;

/// A guest need not have a folder in common with its host: "-" is standard input.
Result<std::string> plan_text(const std::string& file) {
    if (file != "-") {
        auto text = environment::read_file(file, most_plan);
        return text.known()
                   ? Result<std::string>(std::move(text.text))
                   : fail("{}: {}", file, text.text.empty() ? "it cannot be read" : text.text);
    }
    std::string text(most_plan, '\0');
    std::cin.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(std::cin.gcount()));
    return text;
}

Result<void> verify(Context& context, const std::string& file) {
    const auto text = plan_text(file);
    if (!text) {
        return std::unexpected(text.error());
    }
    const auto planned = launch::read_planned(*text);
    if (!planned) {
        return fail("{}: {}", file, planned.error().message);
    }
    const auto verdicts = launch::verify(*planned, launch::look_inside(*planned));
    const auto faults = std::ranges::count(verdicts, false, &launch::Verdict::good);
    if (context.json()) {
        json list = json::array();
        for (const auto& verdict : verdicts) {
            list.push_back(
                {{"good", verdict.good},
                 {"subject", verdict.subject},
                 {"finding", verdict.finding},
                 {"remedy", verdict.remedy.empty() ? json() : json(verdict.remedy)}}
            );
        }
        context.print(json{{"name", planned->name}, {"faults", faults}, {"verdicts", list}});
    } else {
        Table table({"", "WHAT", "IS", "REMEDY"});
        for (const auto& verdict : verdicts) {
            table.add(
                {verdict.good ? "ok" : "FAULT",
                 verdict.subject,
                 verdict.finding,
                 or_dash(verdict.remedy)}
            );
        }
        context.print(table);
    }
    return faults == 0 ? Result<void>()
                       : fail("{} of {} are not as planned", faults, verdicts.size());
}

Result<void> recommend(Context& context, const std::string& name) {
    const auto purpose = launch::purpose_named(name);
    if (!purpose) {
        return fail("there is no purpose {}", name);
    }
    const auto advice = launch::recommend(*purpose, launch::read_host({}));
    if (context.json()) {
        context.print(
            json{
                {"purpose", name},
                {"what", advice.what},
                {"reasons", advice.reasons},
                {"obstacles", advice.obstacles},
                {"guest", advice.guest.empty() ? json() : json(advice.guest)},
                {"command", advice.command}
            }
        );
        return {};
    }
    context.print_line("For " + name + ": " + advice.what + ".");
    for (const auto& reason : advice.reasons) {
        context.print_line("  - " + reason);
    }
    for (const auto& obstacle : advice.obstacles) {
        context.print_line("  ! " + obstacle);
    }
    if (!advice.guest.empty()) {
        context.print_line("In guests.yaml:");
        context.out() << advice.guest;
    }
    context.print_line("Then: " + advice.command);
    return {};
}

struct Check {
    std::string state; ///< "ok", "note", "fault"
    std::string subject;
    std::string finding;
};

void check_place(std::vector<Check>& checks) {
    environment::MachineProbe probe;
    const auto report = environment::examine(probe);
    const auto named = [](environment::State state, const std::string& found) {
        return state == environment::State::found ? found
                                                  : std::string(environment::to_string(state));
    };
    checks.push_back(
        {"ok", "virtual machine", named(report.hypervisor.state, report.hypervisor.id)}
    );
    std::string containers;
    for (const auto& layer : report.containers.layers) {
        containers += (containers.empty() ? "" : " > ") + layer.id;
    }
    checks.push_back({"ok", "container", named(report.containers.state, containers)});
}

void check_gpus(const launch::Host& host, std::vector<Check>& checks) {
    std::vector<gpu::Device> devices;
    devices.reserve(host.gpus.size());
    for (const auto& gpu : host.gpus) {
        devices.push_back(gpu.device);
    }
    const auto cards = gpu::choose_cards(devices, {});
    const auto renderer = gpu::choose_renderer(
        devices, {}, cards && !cards->empty() ? cards->front().device : nullptr
    );
    checks.push_back(
        cards ? Check{"ok", "outputs", cards->front().device->card + ": " + cards->front().reason}
              : Check{"note", "outputs", cards.error().message + "; headless and nested work"}
    );
    checks.push_back(
        renderer ? Check{"ok", "drawing", renderer->device->render + ": " + renderer->reason}
                 : Check{"note", "drawing", renderer.error().message + "; the CPU draws"}
    );
    for (const auto& gpu : host.gpus) {
        const auto lacking = launch::not_possible(launch::Mode::vfio, &gpu, host);
        const auto before = joined(gpu.not_ready, "; ");
        checks.push_back(
            {lacking.empty() && before.empty() ? "ok" : "note",
             "give away " + gpu.device.bus,
             !lacking.empty()  ? lacking
             : !before.empty() ? "it can be, with its IOMMU group; before that: " + before
                               : "it can be, with its IOMMU group"}
        );
        if (!gpu.virtual_parts.empty()) {
            checks.push_back({"ok", "parts of " + gpu.device.bus, joined(gpu.virtual_parts)});
        }
        for (const auto mode :
             {launch::Mode::virgl, launch::Mode::venus, launch::Mode::native_context}) {
            const auto reason = launch::not_possible(mode, &gpu, host);
            checks.push_back(
                {reason.empty() ? "ok" : "note",
                 formatted("share {} by {}", gpu.device.bus, launch::to_string(mode)),
                 reason.empty() ? "it can be" : reason}
            );
        }
    }
}

void check_host(const launch::Host& host, std::vector<Check>& checks) {
    checks.push_back(
        host.seat_socket.empty()
            ? Check{"note", "seatd", "does not run: containers with a seat need it"}
            : Check{"ok", "seatd", host.seat_socket}
    );
    checks.push_back(
        host.subuids.empty() || host.subgids.empty()
            ? Check{"note", "ids", host.user + " has no lines in /etc/subuid and /etc/subgid"}
            : Check{
                  "ok", "ids", formatted("{} from {}", host.subuids[0].count, host.subuids[0].first)
              }
    );
    for (const auto& [controller, there] :
         {std::pair("cpu", host.mechanisms.cpu_max),
          std::pair("memory", host.mechanisms.memory_max),
          std::pair("dmem", host.mechanisms.dmem_controller)}) {
        checks.push_back(
            {there ? "ok" : "note",
             formatted("cgroup {}", controller),
             there ? "limits can be set" : "limits on it are not enforced"}
        );
    }
    checks.push_back(
        host.qemu.version ? Check{"ok", "QEMU", launch::to_string(*host.qemu.version)}
                          : Check{"note", "QEMU", "is not installed"}
    );
    checks.push_back(
        {host.qemu.has_kvm ? "ok" : "note",
         "KVM",
         host.qemu.has_kvm ? "may be used" : "/dev/kvm is not there or may not be used"}
    );
}

/// As `check` has it: NVIDIA's libraries, CDI, Mesa, and whether each GPU draws.
void check_matches(std::vector<Check>& checks) {
    for (const auto& finding : check_drivers()) {
        const auto state = finding.severity == gpu::Severity::ok      ? "ok"
                           : finding.severity == gpu::Severity::error ? "fault"
                                                                      : "note";
        checks.push_back(
            {state,
             finding.id,
             joined(finding.evidence, "; ") + (finding.remedy.empty() ? "" : ": " + finding.remedy)}
        );
    }
}

/// Whether somebody listens on a socket.
bool has_listener(std::string_view path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (path.size() >= sizeof address.sun_path) {
        return false;
    }
    std::ranges::copy(path, static_cast<char*>(address.sun_path));
    const Fd socket{::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)};
    // One whose queue is full has a listener as well.
    return socket &&
           (connect(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) ==
                0 ||
            errno == EAGAIN);
}

/// A compositor is asked by its own tool. The variable outlives it, in terminals and services.
void check_session(std::vector<Check>& checks) {
    const char* const running = std::getenv("EXWM_VR_IPC");
    if (running == nullptr || *running == '\0') {
        return;
    }
    checks.push_back(
        has_listener(running)
            ? Check{"ok", "session", "one runs here; what it decided: exwm-vrctl gpu decisions"}
            : Check{
                  "note",
                  "session",
                  formatted("EXWM_VR_IPC is set, and nobody listens on {}", running)
              }
    );
}

void check_guests(const std::string& file, const launch::Host& host, std::vector<Check>& checks) {
    const auto guests = read_guests(file);
    if (!guests) {
        checks.push_back({"fault", "guests", guests.error().message});
        return;
    }
    std::vector<launch::Plan> plans;
    for (const auto& guest : guests->guests) {
        // Sockets are made when applications start: a place holder does not make a plan worse.
        const auto plan =
            launch::plan(guest, host, {.wayland_socket = "/run/exwm-vr/clients/" + guest.name});
        checks.push_back(
            plan
                ? Check{"ok", "guest " + guest.name, formatted("{}: {}", launch::to_string(plan->mode), plan->mode_why)}
                : Check{"fault", "guest " + guest.name, plan.error().message}
        );
        if (plan) {
            plans.push_back(*plan);
        }
    }
    for (const auto& twice : launch::given_twice(plans)) {
        checks.push_back({"note", "guests", twice + ": not both at the same time"});
    }
    for (const auto& note : guests->notes) {
        checks.push_back({"note", "guests", note});
    }
}

Result<void> doctor(Context& context, const std::string& file) {
    std::vector<Check> checks;
    check_place(checks);
    launch::Look look{.machines = true};
    if (const auto guests = read_guests(file)) {
        for (const auto& guest : guests->guests) {
            look.inputs.insert(look.inputs.end(), guest.inputs.begin(), guest.inputs.end());
            look.serials.insert(look.serials.end(), guest.serials.begin(), guest.serials.end());
            look.gpus.insert(look.gpus.end(), guest.gpus.begin(), guest.gpus.end());
        }
    }
    const auto host = launch::read_host(look);
    check_gpus(host, checks);
    check_matches(checks);
    check_session(checks);
    check_host(host, checks);
    check_guests(file, host, checks);
    const auto faults = std::ranges::count(checks, "fault", &Check::state);
    if (context.json()) {
        json list = json::array();
        for (const auto& check : checks) {
            list.push_back(
                {{"state", check.state}, {"subject", check.subject}, {"finding", check.finding}}
            );
        }
        context.print(json{{"faults", faults}, {"checks", list}});
    } else {
        Table table({"", "WHAT", "FINDING"});
        for (const auto& check : checks) {
            table.add({check.state, check.subject, check.finding});
        }
        context.print(table);
    }
    return faults == 0 ? Result<void>() : fail("{} faults", faults);
}

} // namespace

void add_verify_commands(CommandLine& line) {
    const auto file = std::make_shared<std::string>();
    line.add(
            "verify",
            "Compare this guest with the plan for it",
            [file](Context& context) { return verify(context, *file); }
    )
        .add_option("PLAN", *file, "What 'plan --json' printed; - is standard input")
        ->required();

    const auto purpose = std::make_shared<std::string>();
    line.add(
            "recommend",
            "Say what to run a compositor in, and why",
            [purpose](Context& context) { return recommend(context, *purpose); }
    )
        .add_option("PURPOSE", *purpose, "What it is for")
        ->required()
        ->check(CLI::IsMember(launch::purpose_names()));

    const auto guests = std::make_shared<std::string>();
    line.add(
            "doctor",
            "Say what works here and what does not",
            [guests](Context& context) { return doctor(context, *guests); }
    )
        .add_option("--guests", *guests, "Read guests from this file")
        ->type_name("FILE");
}

} // namespace exwm_vr::gpu_tool
