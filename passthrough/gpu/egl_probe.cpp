// SPDX-License-Identifier: MIT
#include "passthrough/gpu/api_probes.hpp"

#if __has_include(<EGL/egl.h>)

#include "base/format.hpp"
#include "passthrough/gpu/apis.hpp"

#define EGL_NO_X11
#include <EGL/egl.h>
#include <EGL/eglext.h>
#include <dlfcn.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include <array>
#include <stdexcept>
#include <vector>

namespace exwm_vr::gpu {
namespace {

constexpr EGLint most_devices = 64;

// Of GLES, whose headers are needed for nothing else.
constexpr unsigned gl_renderer = 0x1f01;
constexpr unsigned gl_version = 0x1f02;
constexpr unsigned gl_largest_texture = 0x0d33;

using Resolver = __eglMustCastToProperFunctionPointerType (*)(const char*);
Resolver resolver = nullptr;

template <typename Function>
Function find(const char* name) {
    const auto found = reinterpret_cast<Function>(resolver(name));
    if (found == nullptr) {
        throw std::runtime_error(formatted("EGL has no {}", name));
    }
    return found;
}

void open_library() {
    void* const library = dlopen("libEGL.so.1", RTLD_NOW | RTLD_LOCAL);
    resolver = library != nullptr ? reinterpret_cast<Resolver>(dlsym(library, "eglGetProcAddress"))
                                  : nullptr;
    if (resolver == nullptr) {
        throw std::runtime_error("the library libEGL.so.1 is not there");
    }
}

bool has_word(const char* text, std::string_view word) {
    const std::string padded = formatted(" {} ", text != nullptr ? text : "");
    return padded.contains(formatted(" {} ", word));
}

std::string text_or_empty(const void* text) {
    return text != nullptr ? static_cast<const char*>(text) : "";
}

std::vector<EGLDeviceEXT> devices() {
    std::array<EGLDeviceEXT, most_devices> all{};
    EGLint count = 0;
    if (find<PFNEGLQUERYDEVICESEXTPROC>("eglQueryDevicesEXT")(most_devices, all.data(), &count) !=
        EGL_TRUE) {
        throw std::runtime_error("EGL does not list its devices");
    }
    // In parentheses, as a pointer to a handle is taken for a handle.
    return std::vector<EGLDeviceEXT>(all.begin(), all.begin() + count);
}

/// "226:128"
std::string number_of(const char* node) {
    struct stat status{};
    return node != nullptr && stat(node, &status) == 0 && S_ISCHR(status.st_mode)
               ? formatted("{}:{}", major(status.st_rdev), minor(status.st_rdev))
               : "";
}

void ask_gles(EGLDisplay display, EglDevice& found) {
    constexpr std::array<EGLint, 3> wanted{EGL_CONTEXT_CLIENT_VERSION, 2, EGL_NONE};
    find<PFNEGLBINDAPIPROC>("eglBindAPI")(EGL_OPENGL_ES_API);
    void* const context = find<PFNEGLCREATECONTEXTPROC>("eglCreateContext")(
        display, EGL_NO_CONFIG_KHR, EGL_NO_CONTEXT, wanted.data()
    );
    if (context == EGL_NO_CONTEXT || find<PFNEGLMAKECURRENTPROC>("eglMakeCurrent")(
                                         display, EGL_NO_SURFACE, EGL_NO_SURFACE, context
                                     ) != EGL_TRUE) {
        found.problem = "GLES does not start";
        return;
    }
    const auto string = find<const unsigned char* (*)(unsigned)>("glGetString");
    int largest = 0;
    find<void (*)(unsigned, int*)>("glGetIntegerv")(gl_largest_texture, &largest);
    found.gles = text_or_empty(string(gl_version));
    found.renderer = text_or_empty(string(gl_renderer));
    found.largest_texture = largest > 0 ? static_cast<unsigned>(largest) : 0;
}

EglDevice look_at(EGLDeviceEXT device) {
    EglDevice found;
    const auto of_device = find<PFNEGLQUERYDEVICESTRINGEXTPROC>("eglQueryDeviceStringEXT");
    const char* const extensions = of_device(device, EGL_EXTENSIONS);
    found.software = has_word(extensions, "EGL_MESA_device_software");
    if (has_word(extensions, "EGL_EXT_device_drm")) {
        found.card = number_of(of_device(device, EGL_DRM_DEVICE_FILE_EXT));
    }
    if (has_word(extensions, "EGL_EXT_device_drm_render_node")) {
        found.render = number_of(of_device(device, EGL_DRM_RENDER_NODE_FILE_EXT));
    }
    void* const display = find<PFNEGLGETPLATFORMDISPLAYEXTPROC>("eglGetPlatformDisplayEXT")(
        EGL_PLATFORM_DEVICE_EXT, device, nullptr
    );
    if (display == EGL_NO_DISPLAY ||
        find<PFNEGLINITIALIZEPROC>("eglInitialize")(display, nullptr, nullptr) != EGL_TRUE) {
        found.problem = "EGL does not start on it";
        return found;
    }
    const auto of_display = find<PFNEGLQUERYSTRINGPROC>("eglQueryString");
    found.vendor = text_or_empty(of_display(display, EGL_VENDOR));
    found.version = text_or_empty(of_display(display, EGL_VERSION));
    const char* const features = of_display(display, EGL_EXTENSIONS);
    found.imports_dmabuf = has_word(features, "EGL_EXT_image_dma_buf_import");
    found.imports_modifiers = has_word(features, "EGL_EXT_image_dma_buf_import_modifiers");
    if (has_word(features, "EGL_MESA_query_driver")) {
        found.driver =
            text_or_empty(find<PFNEGLGETDISPLAYDRIVERNAMEPROC>("eglGetDisplayDriverName")(display));
    }
    ask_gles(display, found);
    return found;
}

template <typename Work>
std::string answer(const Work& work) {
    try {
        open_library();
        return work();
    } catch (const std::runtime_error& error) {
        return std::string(not_asked) + error.what();
    }
}

} // namespace

std::string count_egl_devices() {
    return answer([] { return std::to_string(devices().size()); });
}

std::string probe_egl_device(std::size_t index) {
    return answer([index] {
        const auto all = devices();
        if (index >= all.size()) {
            throw std::runtime_error("the device of EGL is gone");
        }
        return write_egl(look_at(all[index]));
    });
}

} // namespace exwm_vr::gpu

#else

namespace exwm_vr::gpu {

std::string count_egl_devices() {
    return std::string(not_asked) + "this was built without EGL's headers";
}

std::string probe_egl_device(std::size_t /*index*/) {
    return count_egl_devices();
}

} // namespace exwm_vr::gpu

#endif
